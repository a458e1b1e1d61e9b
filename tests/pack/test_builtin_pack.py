"""The built-in pack on real torch: each suite accepts every right answer and rejects every wrong one."""

import os
from collections.abc import Iterator

import pytest

from studykit.authoring.lint import faults
from studykit.authoring.trials import Role, attempt_each, trials
from studykit.content.deck import CardKind
from studykit.content.exercise import Exercise
from studykit.content.pack import Library, builtin_pack, load_library
from studykit.grading.client.warm import WarmGrader

LIBRARY: Library = load_library([builtin_pack()])


@pytest.fixture(scope="module")
def grader() -> Iterator[WarmGrader]:
    with WarmGrader(idle_seconds=60) as running:
        yield running


# Graded twice, the pack would take a tenth of CI's time.
@pytest.mark.skipif("CI" in os.environ, reason="`.ci/run` validates the pack after the tests, which grades the same files and more")
@pytest.mark.parametrize("exercise", LIBRARY.exercises.values(), ids=lambda exercise: exercise.id)
def test_the_suite_judges_the_files_as_it_should(grader: WarmGrader, exercise: Exercise) -> None:
    """The starter, the solution and a few mistakes, with one seed. `make validate` grades all right answers and all mistakes."""
    ones = trials(exercise)
    mistakes = [one for one in ones if one.role is Role.MISTAKE]
    chosen = [one for one in ones if one.role in (Role.STARTER, Role.SOLUTION)] + mistakes[::20]
    assert [one.fault for one in attempt_each(grader, chosen, diagnose=False) if one.fault] == []


def test_the_pack_has_no_fault() -> None:
    assert faults(builtin_pack()) == []


def test_an_exercise_has_hints_mistakes_and_another_right_answer() -> None:
    for exercise in LIBRARY.exercises.values():
        roles = [trial.role for trial in trials(exercise)]
        assert len(exercise.hints) >= 3, exercise.id
        assert roles.count(Role.MISTAKE) >= 3, exercise.id
        assert roles.count(Role.ALSO_RIGHT) >= 1, exercise.id
        assert exercise.source or exercise.see, exercise.id


def test_there_are_cards_of_every_kind() -> None:
    assert {card.kind for card in LIBRARY.cards.values()} == set(CardKind)


def test_no_two_cards_ask_the_same() -> None:
    asked: dict[str, str] = {}
    for card in LIBRARY.cards.values():
        question = "".join(filter(str.isalnum, f"{card.front} {card.code}".lower()))
        assert asked.setdefault(question, card.id) == card.id
