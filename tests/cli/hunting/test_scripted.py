"""`studykit hunt` through a pipe and as JSON: the same hunt, judged alike, recorded once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from studykit.progress.events import Kind
from studykit.progress.store import Store
from studykit.study.hunting.now import HuntNow
from tests.cli.hunting.conftest import NOW
from tests.conftest import Ran
from tests.hunt_pack import ID, ITEM, TESTS, keys_that_find

Run = Callable[..., Ran]


def qualities(log: Store) -> list[int]:
    return [event.data["quality"] for event in log.events(ITEM) if event.kind is Kind.REVIEWED]


def wrong_line(now: HuntNow) -> str:
    return next(str(line) for line in (1, 4) if line not in now.hunt.faulty)


@pytest.fixture
def with_bug(log: Store, now: HuntNow) -> HuntNow:
    """The hunt of now, which has a bug in the state that all these tests begin with."""
    assert now.hunt.has_bug
    return now


def test_a_pipe_finds_it_at_once(piped: Callable[..., str], log: Store, with_bug: HuntNow) -> None:
    out = piped("\n".join(keys_that_find(with_bug.hunt)) + "\n")
    assert f"bug hunt · {ID}\n\n{with_bug.hunt.asks}\n\n  1  {with_bug.hunt.program[0]}\n" in out
    assert (
        "Which line is wrong? (its number, or of the one before or after a missing line; 0: nothing is wrong; g: give up; ?: help)" in out
    )
    assert f"\nb) {with_bug.hunt.choices[1]}\n" in out
    assert f"Found at once.\nrecorded {ITEM} 5, due " in out
    assert out.count(with_bug.hunt.says) == 1  # it is the choice, too
    assert "\n\nCards: bugs/loops\n" in out
    assert out.endswith("1 bug hunt: 1 found.\nNext due tomorrow: 1 bug hunt.\n")
    assert qualities(log) == [5]


def test_wrong_tries_bring_a_requirement_that_fails_then_the_function_then_the_line(
    piped: Callable[..., str], log: Store, with_bug: HuntNow, warm: None
) -> None:
    out = piped("x\n1\n1\n0\n4\ng\n")
    assert "'x' is no answer here" in out
    assert f"Line 1 is not it.\nThis requirement fails: {next(says for says, _ in TESTS.values() if says in out)}\n" in out
    assert "There is a bug.\nIt is in `" in out
    assert "Line 4 is not it.\nThe bug is in line" in out
    assert f"Given up.\nrecorded {ITEM} 1, due " in out
    assert qualities(log) == [1]


def test_giving_up_tells_the_explanation_once(piped: Callable[..., str], with_bug: HuntNow) -> None:
    out = piped("G\ng\n")
    assert "'G' is no answer here" in out
    assert out.count(with_bug.hunt.says) == 1
    assert "What goes wrong" not in out


def test_words_undo_and_quit_and_an_end_of_the_pipe_keeps_what_was_done(piped: Callable[..., str], log: Store, with_bug: HuntNow) -> None:
    found = "\n".join(keys_that_find(with_bug.hunt))
    assert "0 missed" not in piped(f"{found}\n")
    out = piped(f"undo\n{found}\nquit\n", "hunt", ID)
    assert f"undone {ITEM}: it comes back now" in out
    assert qualities(log) == [5, 5]
    assert log.memory(ITEM).reviews == 1  # type: ignore[union-attr]  # it was hunted
    assert piped("") == "No bug hunts now.\nNext due tomorrow: 1 bug hunt.\n"


def test_json_gives_what_a_terminal_shows_and_no_name(hunt: Run, with_bug: HuntNow) -> None:
    shown = hunt("--json").json
    assert shown == {
        "item": ITEM,
        "exercise": ID,
        "asks": with_bug.hunt.asks,
        "program": list(with_bug.hunt.program),
        "first_line": 1,
        "asks_for": "line",
        "says": ["Which line is wrong?", "If a line is missing, give the one before or after it; if nothing is wrong, 0."],
        "token": with_bug.token,
    }
    assert hunt(ITEM, "--json").json == shown


def test_an_answer_holds_every_try_and_is_recorded_when_it_is_done(hunt: Run, log: Store, with_bug: HuntNow) -> None:
    line, reason = keys_that_find(with_bug.hunt)

    def answered(tries: str) -> Any:
        return hunt(ID, "--answer", tries, "--token", with_bug.token, "--json").json

    text = hunt(ID, "--answer", line, "--token", with_bug.token).out
    assert text.splitlines() == [
        f"Right: line {line}.",
        *(f"{each}) {choice}" for each, choice in zip("abcd", with_bug.hunt.choices, strict=False)),
        "What goes wrong?",
    ]
    first = answered(wrong_line(with_bug))
    assert (first["done"], first["asks_for"]) == (False, "line")
    assert first["says"][0] == f"Line {wrong_line(with_bug)} is not it."
    assert first["says"][1].startswith("This requirement fails: ")
    assert answered(f"{wrong_line(with_bug)},{line}") == {
        "item": ITEM,
        "done": False,
        "asks_for": "reason",
        "says": [f"Right: line {line}."],
        "choices": [{"answer": each, "text": text} for each, text in zip("abcd", with_bug.hunt.choices, strict=False)],
    }
    assert qualities(log) == []
    done = answered(f"{wrong_line(with_bug)},{line},{'abcd'.index(reason) + 1}")
    assert (done["done"], done["quality"], done["found"], done["choice"]) == (True, 4, True, reason)
    assert (done["lines"], done["explanation"], done["cards"]) == (sorted(with_bug.hunt.faulty), with_bug.hunt.says, ["bugs/loops"])
    assert done["schedule"]["interval_days"] == 1
    assert qualities(log) == [4]


def test_a_token_is_good_for_one_answer(hunt: Run, log: Store, with_bug: HuntNow) -> None:
    answer = ("--answer", ",".join(keys_that_find(with_bug.hunt)), "--token", with_bug.token)
    told = hunt(ID, *answer)
    assert (told.code, told.out.splitlines()[-1]) == (0, f"Found at once: recorded, due {'tomorrow'}.")
    again = hunt(ID, *answer)
    assert again.code == 2
    assert f"{ITEM} was answered since, or has changed. `studykit hunt {ID} --json` gives the one to do now." in again.err
    assert qualities(log) == [5]


@pytest.mark.parametrize(
    ("tries", "says"),
    [
        ("x", "'x' is no answer here. Type the number of a line"),
        ("99", "There is no line 99; `0` says that nothing is wrong. Type the number of a line"),
        ("G", "'G' is no answer here. Type the number of a line"),
        ("u", "'u' is no answer here."),
        ("g,3", "the hunt is done before '3'. Say the tries before it alone."),
    ],
)
def test_an_answer_that_is_none_is_refused(tries: str, says: str, hunt: Run, log: Store, with_bug: HuntNow) -> None:
    refused = hunt(ID, "--answer", tries, "--token", with_bug.token)
    assert (refused.code, refused.out) == (2, "")
    assert says in refused.err
    assert qualities(log) == []


def test_wrong_calls_are_refused(hunt: Run, with_bug: HuntNow) -> None:
    assert "--answer and --token go together" in hunt(ID, "--answer", "3").err
    assert "--answer and --token go together" in hunt(ID, "--token", "3").err
    assert "name the hunt that is answered" in hunt("--answer", "3", "--token", "3").err
    assert hunt(ID, "--answer", "3", "--token", "0" * 16).code == 2
    before = hunt("optimizers/sgd_update")
    assert before.code == 2
    assert "hunt:optimizers/sgd_update begins once you have passed the exercise" in before.err


def test_nothing_due_is_said(hunt: Run, log: Store, with_bug: HuntNow) -> None:
    hunt(ID, "--answer", "g", "--token", with_bug.token)
    assert hunt("--json").json == {"item": None}
    assert "No bug hunts now." in hunt().out
    assert hunt("--json", "--at", (NOW + timedelta(days=2)).isoformat()).json["item"] == ITEM


def test_a_piped_review_asks_cards_alone_and_says_what_is_left(piped: Callable[..., str], log: Store) -> None:
    out = piped("\n3\n", "review", "--new", "1")
    assert "bug hunt ·" not in out
    assert out.endswith("1 bug hunt to go today: `studykit hunt`.\n")
    assert "bug hunt" not in piped("q\n", "review", "--no-hunts")
