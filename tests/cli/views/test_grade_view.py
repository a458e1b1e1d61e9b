"""How the details of a failed requirement look: curves, and the line at which a graph ends."""

import io
import sys

import pytest
from rich.console import Console

from studykit.cli.views.grade_view import ReportView
from studykit.content.pack import builtin_pack, load_library
from studykit.grading.curves import Curves
from studykit.grading.grade_report import Outcome, Result
from studykit.grading.job import job_for

CURVES = Curves((8.0, 4.0, float("nan")), (8.0, 1.0, 1.0))


def shown(*results: Result, source: str = "x = 1\ny = x.detach()\n") -> str:
    exercise = load_library([builtin_pack()]).exercise("optimizers/zero_grad")
    out = Console(file=io.StringIO(), width=100)
    view = ReportView(exercise, job_for(exercise, source, "answer.py", seed=1), out, verbose=True)
    for result in results:
        view.progress(results, result)
    return out.file.getvalue()


def test_a_failed_requirement_shows_both_curves_on_one_scale() -> None:
    lines = shown(Result("test_a", "It falls.", Outcome.FAILED, "not equal", curves=CURVES)).splitlines()
    assert lines[-4:] == [
        "    loss      █▁▁  8 to 1 in 3 steps (expected)",
        "              █▄×  8 to nan in 3 steps (got)",
        "              × is NaN",
        "              They part at step 2 of 3.",
    ]


def test_curves_are_plain_where_the_output_takes_no_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding="ascii"))
    text = shown(Result("test_a", "It falls.", Outcome.FAILED, "not equal", curves=CURVES))
    assert "loss      #__  8 to 1" in text
    assert text.isascii()


def test_a_curve_of_one_number_is_not_drawn() -> None:
    assert "loss" not in shown(Result("test_a", "It falls.", Outcome.FAILED, "not equal", curves=Curves((1.0,), (2.0,))))


def test_a_line_that_the_message_quotes_is_not_quoted_again() -> None:
    message = "RuntimeError; the graph ends in line 2: `y = x.detach()`"
    assert shown(Result("test_a", "It falls.", Outcome.FAILED, message, line=2)).count("y = x.detach()") == 1
    assert shown(Result("test_a", "It falls.", Outcome.FAILED, "not equal", line=2)).count("y = x.detach()") == 1


def test_what_keeps_each_test_from_its_answer_is_told_once() -> None:
    text = shown(*(Result(f"test_{i}", f"It is {i}.", Outcome.FAILED, "Only this file is graded.", line=1) for i in range(3)))
    assert text.count("Only this file is graded.") == 1
    assert text.count("as above") == 2


def test_a_message_about_numbers_stands_by_its_own() -> None:
    text = shown(*(Result(f"test_{i}", f"It is {i}.", Outcome.FAILED, "not equal", expected="1", got=str(i)) for i in range(3)))
    assert text.count("not equal") == 3
