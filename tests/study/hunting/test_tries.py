"""Histories of tries and their quality, and what holds for any of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.content.hunt import NONE_TRUE, Hunt
from studykit.study.hunting.tries import Help, Judged, Stage, Tries

PROGRAM = ("import torch", "", "def first(x):", "    return x", "", "def second(x):", "    y = x + 1", "    return y")
BUG = Hunt("bugs/one", "adds", PROGRAM, frozenset({7}), "Do.", ("no", "also no", "yes", "neither"), 2, ())
RIGHT = Hunt("bugs/one", "right/solution", PROGRAM, frozenset(), "Do.", ("no", "also no", "neither"), NONE_TRUE, ())
ONE_FUNCTION = Hunt("bugs/one", "adds", PROGRAM[:4], frozenset({4}), "Do.", ("yes", "no", "neither"), 0, ())
GIVE_UP = "g"


def played(hunt: Hunt, keys: list[int | str], has_grader: bool = True) -> Tries:
    """The hunt after lines, then numbers of explanations; `g` gives up."""
    tries = Tries(hunt).with_requirement(has_grader)
    for key in keys:
        if isinstance(key, str):
            tries = tries.give_up()
        else:
            _, tries = tries.try_line(key) if tries.stage is Stage.LINE else tries.try_reason(key)
    return tries


@pytest.mark.parametrize(
    ("keys", "quality"),
    [
        ([7, 2], 5),
        ([3, 7, 2], 4),
        ([7, 0, 2], 4),
        ([0, 7, 2], 4),
        ([3, 4, 7, 2], 3),
        ([3, 7, 0, 2], 3),
        ([7, 0, 1, 2], 3),
        ([1, 3, 4, 2], 3),  # three wrong lines: it is told, and the reason found
        ([7, 0, 1, 3], 1),  # every other explanation was tried, so the last one was told
        ([GIVE_UP], 1),
        ([7, GIVE_UP], 1),
    ],
)
def test_a_history_of_tries_has_its_quality(keys: list[int | str], quality: int) -> None:
    tries = played(BUG, keys)
    assert (tries.stage, tries.quality) == (Stage.DONE, quality)


@pytest.mark.parametrize(("keys", "quality"), [([0], 5), ([4, 0], 3), ([4, 7], 1), ([GIVE_UP], 1)])
def test_a_right_program_is_done_by_saying_so(keys: list[int | str], quality: int) -> None:
    tries = played(RIGHT, keys)
    assert (tries.stage, tries.quality) == (Stage.DONE, quality)


def test_wrong_lines_bring_more_and_more_help() -> None:
    assert played(BUG, [1, 3, 4]).told == (Help.REQUIREMENT, Help.FUNCTION, Help.LINE)
    assert played(BUG, [1, 3, 4]).function == "second"
    assert played(ONE_FUNCTION, [1, 3]).told == (Help.REQUIREMENT, Help.LINE)
    assert played(BUG, [1, 3], has_grader=False).told == (Help.FUNCTION, Help.LINE)
    assert played(RIGHT, [4], has_grader=False).told == (Help.REQUIREMENT,)


def test_what_cannot_be_tried_or_was_tried_before_does_not_count() -> None:
    tries = played(BUG, [3])
    for line in (2, 9, -1, 100):
        assert tries.try_line(line) == (Judged.NONE, tries)
    assert tries.try_line(3) == (Judged.REPEATED, tries)
    assert tries.try_reason(2) == (Judged.NONE, tries)
    found = played(BUG, [7, 1])
    assert found.try_reason(4) == (Judged.NONE, found)
    assert found.try_reason(1) == (Judged.REPEATED, found)


@given(st.sampled_from([BUG, RIGHT, ONE_FUNCTION]), st.permutations(range(9)), st.permutations(range(4)), st.booleans())
def test_any_sequence_of_answers_ends(hunt: Hunt, lines: list[int], reasons: list[int], has_grader: bool) -> None:
    tries, states = Tries(hunt).with_requirement(has_grader), set()
    for line in lines:
        states.add(tries)
        _, tries = tries.try_line(line)
    assert tries.stage is not Stage.LINE
    assert len([line for line in tries.lines if line not in hunt.faulty]) <= 3
    for reason in reasons:
        _, tries = tries.try_reason(reason)
    assert tries.stage is Stage.DONE
    assert tries.quality in (1, 3, 4, 5)
    assert tries.is_missed == (tries.quality == 1)
    assert len(tries.told) == len(set(tries.told))
