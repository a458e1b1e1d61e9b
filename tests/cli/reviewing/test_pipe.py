"""`studykit review` with stdin as a pipe: lines for keys, plain text, and an acknowledgment for each answer."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from studykit.content.pack import load_library
from studykit.progress.events import Kind
from studykit.progress.store import Store
from studykit.study.review.sides import options, right_letter

NOON = datetime.fromisoformat("2026-11-21T12:00:00+00:00")
ENTER = "\n"
GOOD = "\n3\n"
Piped = Callable[..., str]
Command = Callable[..., list[str]]


def acknowledged(out: str) -> list[str]:
    return [line for line in out.splitlines() if line.startswith(("recorded", "drilled", "suspended", "undone", "resumed"))]


def test_an_empty_line_shows_the_answer_and_a_digit_grades_it(piped: Piped) -> None:
    out = piped("\n1\n\n2\n\n4\n")
    assert acknowledged(out) == [
        "recorded card:trial-basics/b1 1, due 2026-11-22",
        "recorded card:trial-basics/b2 3, due 2026-11-22",
        "recorded card:trial-basics/b3 5, due 2026-11-22",
    ]
    assert out.splitlines()[-1] == "3 reviewed, 0 to go, 2 to drill, next due tomorrow: 3 cards."


def test_enter_alone_is_good(piped: Piped, log: Store) -> None:
    piped(ENTER * 6)
    assert [event.data["quality"] for event in log.events()] == [4, 4, 4]


def test_the_text_is_plain_and_holds_the_markdown_as_it_was_written(piped: Piped) -> None:
    out = piped("\n", deck="trial-kinds")
    assert "`optimizer.step()` reads […], never the […]." in out.splitlines()
    assert "`optimizer.step()` reads **.grad**, never the **loss**." in out.splitlines()
    assert "\x1b" not in out


def test_the_keys_show_the_interval_that_each_would_give(piped: Piped) -> None:
    piped(GOOD * 3, at="2026-11-01")
    assert "1 Again 1d · 2 Hard, 3 Good, 4 Easy 6d · Enter = 3" in piped("\n")


def test_a_grade_before_the_answer_and_an_unknown_key_are_explained(piped: Piped) -> None:
    out = piped("3\n\n33\nx\n3\nq\n")
    assert "'3' is no key here. Enter shows the answer, then you grade it." in out
    assert "'33' is no key here. 1 to 4 grades the card." in out
    assert acknowledged(out) == ["recorded card:trial-basics/b1 4, due 2026-11-22"]


def test_undo_brings_the_card_back_and_leaves_the_first_answer_undone(piped: Piped, log: Store) -> None:
    out = piped("\n1\nu\n\n4\nq\n")
    assert acknowledged(out)[1:] == ["undone card:trial-basics/b1: it comes back now", "recorded card:trial-basics/b1 5, due 2026-11-22"]
    memory = log.memory("card:trial-basics/b1")
    assert memory is not None
    assert (memory.reviews, memory.ease) == (1, 260)


def test_undo_reaches_the_session_before(piped: Piped) -> None:
    piped("\n1\nq\n")
    out = piped("u\nq\n")
    assert acknowledged(out) == ["undone card:trial-basics/b1: it comes back now"]
    assert "1 of 3: card:trial-basics/b1 (new)" in out


def test_undo_says_when_there_is_nothing_to_undo_or_it_was_no_review(piped: Piped, log: Store) -> None:
    assert "nothing to undo" in piped("u\n")
    log.record(Kind.HINTED, "exercise:a/b", NOON)
    assert "nothing undone: the last event is hinted exercise:a/b; `studykit undo` takes it back" in piped("u\n")


def test_a_suspended_card_leaves_and_undo_brings_it_back(piped: Piped) -> None:
    out = piped("s\nu\ns\nq\n")
    assert acknowledged(out) == [
        "suspended card:trial-basics/b1; u brings it back",
        "resumed card:trial-basics/b1",
        "suspended card:trial-basics/b1; u brings it back",
    ]
    assert "1 of 2: card:trial-basics/b2 (new)" in piped("")


def test_the_keys_are_explained_on_request(piped: Piped) -> None:
    assert "u: undo the last answer" in piped("?\n")


def test_a_closed_pipe_ends_with_a_summary(piped: Piped) -> None:
    assert piped("\n3\n\n").splitlines()[-1] == "1 reviewed, 2 to go, next due tomorrow: 1 card."


def test_with_nothing_to_ask_it_says_when_there_will_be(piped: Piped) -> None:
    piped(GOOD * 3)
    assert piped("").strip() == "No cards to review now, next due tomorrow: 3 cards."


def test_exercises_that_are_due_are_named_at_the_end(piped: Piped, log: Store) -> None:
    log.record(Kind.GRADED, "exercise:optimizers/sgd_update", NOON - timedelta(days=28), {"verdict": "passed"})
    assert piped("").splitlines()[-1] == "Exercises due: exercise:optimizers/sgd_update. `studykit next` gives you the first."


def test_a_closed_stdin_is_an_empty_one(command: Command, environment: dict[str, str]) -> None:
    done = subprocess.run(command(), preexec_fn=lambda: os.close(0), env=environment, capture_output=True, text=True, check=True)
    assert "0 reviewed, 3 to go." in done.stdout


def test_the_number_of_new_cards_can_be_set_for_today(piped: Piped) -> None:
    assert "1 of 1: " in piped("", "--new", "1")


def test_the_drill_says_that_it_changes_nothing_and_changes_nothing(piped: Piped, log: Store) -> None:
    out = piped("\n1\n\n3\n\n3\n\n2\n\n3\n")
    assert out.count("Drill: changes no due date") == 1
    assert acknowledged(out)[-2:] == ["drilled card:trial-basics/b1 3, comes again", "drilled card:trial-basics/b1 4, done"]
    assert [event.kind for event in log.events()] == [Kind.REVIEWED] * 3 + [Kind.DRILLED] * 2
    assert {memory.reviews for memory in log.all_memory()} == {1}
    assert "\n1 Again · 2 Hard · 3 Good · 4 Easy · Enter = 3\n" in out


def test_a_drill_left_open_goes_on_in_the_next_session(piped: Piped) -> None:
    piped("\n1\n\n3\n\n3\nq\n")
    assert acknowledged(piped("\n4\n")) == ["drilled card:trial-basics/b1 5, done"]


def test_a_card_that_the_drill_made_firm_is_not_drilled_again_that_day(piped: Piped) -> None:
    piped("\n1\n\n1\n\n3\n\n3\nq\n")
    assert "drill, 1 left: card:trial-basics/b2\n" in piped("")


def test_a_typed_answer_is_compared_kept_and_graded_as_proposed(piped: Piped, log: Store) -> None:
    out = piped("s\n  ReLU \n\nq\n", deck="trial-kinds")
    assert "\nRight.\n" in out
    assert "Enter = 3" in out
    data = log.events()[-1].data
    assert (data["quality"], data["typed"]) == (4, "ReLU")


def test_a_wrong_typed_answer_shows_where_and_proposes_again(piped: Piped, log: Store) -> None:
    out = piped("s\nReLUs\n\nq\n", deck="trial-kinds")
    assert "Not right. [-too much-] {+missing+}:\nReLU[-s-]\n" in out
    assert "Enter = 1" in out
    assert log.events()[-1].data["quality"] == 1


def test_the_proposed_grade_can_be_overruled(piped: Piped, log: Store) -> None:
    piped("s\nrelus\n3\nq\n", deck="trial-kinds")
    assert log.events()[-1].data["quality"] == 4


def test_case_alone_counts_as_right_with_a_remark(piped: Piped) -> None:
    assert "Right, but for upper and lower case:\nReLU\n" in piped("s\nrelu\n", deck="trial-kinds")


def test_letters_are_an_answer_where_one_is_typed_and_keys_have_a_colon(piped: Piped) -> None:
    out = piped("s\ns\nu\n", deck="trial-kinds")
    assert acknowledged(out)[1:] == ["resumed card:trial-kinds/gap"]
    assert acknowledged(piped(":s\n:u\n:?\n:q\n", deck="trial-kinds"))[-1] == "resumed card:trial-kinds/gap"


@pytest.mark.parametrize("is_right", [True, False])
def test_a_choice_is_answered_by_its_letter(piped: Piped, pack: Path, log: Store, is_right: bool) -> None:
    order = load_library([pack]).card("trial-kinds/order")
    right = right_letter(order, date(2026, 11, 21))
    chosen = right if is_right else next(letter for letter in options(order, date(2026, 11, 21)) if letter != right)
    out = piped(f"s\n:s\n{chosen}\n\nq\n", deck="trial-kinds")
    assert f"\n{chosen} is {'right' if is_right else 'wrong'}.\n\n{right}) Split\n" in out
    assert log.events()[-1].data["quality"] == (4 if is_right else 1)


def test_a_prediction_of_several_lines_ends_with_an_empty_one(piped: Piped, log: Store) -> None:
    out = piped("s\n:s\ns\n20.0\n[1,  2]\n\n\n", deck="trial-kinds")
    assert "```python\nprint(20.0)\nprint([1, 2])\n```" in out
    assert "\nRight.\n\nIt prints:\n20.0\n[1, 2]\n" in out
    assert log.events()[-1].data["typed"] == "20.0\n[1,  2]"


def test_enter_shows_every_kind_of_card_and_a_digit_grades_it(piped: Piped) -> None:
    assert len(acknowledged(piped(GOOD * 4, deck="trial-kinds"))) == 4


def test_a_card_answered_in_another_session_is_left_out(
    command: Callable[..., list[str]], environment: dict[str, str], piped: Piped
) -> None:
    with subprocess.Popen(command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, encoding="utf-8", bufsize=1) as first:
        assert first.stdin is not None
        assert first.stdout is not None
        while first.stdout.readline() != "Enter or Space shows the answer · ? keys\n":
            pass
        piped("\n3\n\n3\nq\n")
        out, _ = first.communicate("\n1\nq\n")
    assert "not recorded card:trial-basics/b1: answered or suspended elsewhere meanwhile" in out
    assert "left out card:trial-basics/b2: answered or suspended elsewhere" in out
    assert "1 of 1: card:trial-basics/b3 (new)" in out


def test_bytes_that_are_no_text_do_not_end_a_review(command: Command, environment: dict[str, str]) -> None:
    done = subprocess.run(
        command(deck="trial-kinds"), input=b"s\n\xff\xfe\x1b[31m\n\nq\n", env=environment, capture_output=True, check=False
    )
    assert (done.returncode, b"\x1b" in done.stdout) == (0, False)
    assert b"recorded card:trial-kinds/name 1" in done.stdout


def test_an_output_without_unicode_does_not_end_a_review(piped: Piped, environment: dict[str, str]) -> None:
    environment |= {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    assert "recorded card:trial-kinds/gap 4" in piped(GOOD, deck="trial-kinds")


def test_an_unknown_deck_is_named_with_the_nearest(studykit: Callable[..., object], pack: Path) -> None:
    ran = studykit("--pack", pack, "review", "--deck", "trial-basic")
    assert ran.code == 2
    assert ran.err == "studykit: no deck 'trial-basic'; did you mean trial-basics? `studykit list --cards` shows all cards\n"


def test_the_option_deck_completes(environment: dict[str, str]) -> None:
    words = {"_STUDYKIT_COMPLETE": "complete_bash", "COMP_WORDS": "studykit review --deck optim", "COMP_CWORD": "3"}
    call = "from studykit.cli.group import app; app(prog_name='studykit')"
    done = subprocess.run([sys.executable, "-c", call], env={**environment, **words}, capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["optimizers"]


def test_without_an_answer_a_card_that_asks_for_one_proposes_again(piped: Piped, log: Store) -> None:
    out = piped("s\n\n\n\n\n\n\nq\n", deck="trial-kinds")
    assert out.count("Enter = 1\n") == 3
    assert [event.data["quality"] for event in log.events() if event.kind is Kind.REVIEWED] == [1, 1, 1]
