"""Each way in which a submission can go wrong has its own verdict, and takes no other test with it."""

import textwrap
from collections.abc import Callable

import pytest

from studykit.content.pack import builtin_pack
from studykit.grading.grade_report import Outcome, Report, Verdict
from studykit.grading.job import Job
from studykit.grading.judge.results import FORBIDS_TEST
from studykit.grading.parse import unparsable

Grade = Callable[..., Report]

RIGHT = """
import torch

def sgd_update(params, lr):
    with torch.no_grad():
        for p in params:
            if p.grad is not None:
                p -= lr * p.grad
"""

# What the body of sgd_update does, the verdict, and what the learner must read.
ENDINGS = [
    ("return 1 / 0", Verdict.FAILED, "ZeroDivisionError: division by zero (line 4)"),
    ("sys.exit(0)", Verdict.FAILED, "Called exit() in line 4"),
    ("return sgd_update(params, lr)", Verdict.FAILED, "RecursionError"),
    ("raise NotImplementedError", Verdict.FAILED, "Not written yet: NotImplementedError in line 4"),
    ("os._exit(3)", Verdict.CRASHED, "exit code 3"),
    ("ctypes.string_at(0)", Verdict.CRASHED, "SIGSEGV in line 4"),
    ("os.kill(os.getpid(), 6)", Verdict.CRASHED, "SIGABRT in line 4"),
    ("while True: print('x' * 1000)", Verdict.CRASHED, "Printed more than 8 MB"),
    ("torch.zeros(10**9)", Verdict.OUT_OF_MEMORY, "more memory than this exercise allows: 3,815 MiB at once (line 4)"),
    ("x = [bytes(10**7) for _ in range(10**6)]", Verdict.OUT_OF_MEMORY, "more memory than this exercise allows"),
]


def answer(body: str) -> str:
    return f"import ctypes, os, sys, time, torch\n\ndef sgd_update(params, lr):\n{textwrap.indent(body, '    ')}\n"


def not_passed(report: Report) -> list[str]:
    return [result.message or "" for result in report.results if result.outcome is not Outcome.PASSED]


@pytest.mark.parametrize(("body", "verdict", "says"), ENDINGS)
def test_each_bad_ending_is_named(grade: Grade, body: str, verdict: Verdict, says: str) -> None:
    report = grade(answer(body), memory_limit=512)
    assert report.verdict is verdict
    assert says in not_passed(report)[0]


@pytest.mark.parametrize("body", ["while True: pass", "time.sleep(60)"])
def test_a_call_that_never_ends_is_stopped_and_its_line_named(grade: Grade, body: str) -> None:
    report = grade(answer(body), time_limit=0.2)
    assert report.verdict is Verdict.TIMED_OUT
    assert all("Still running after 0.2 s in line 4" in message for message in not_passed(report)[:-1])


def test_a_crash_takes_no_other_test_with_it(grade: Grade) -> None:
    crashes_without_gradient = RIGHT.replace("if p.grad is not None:", "if p.grad is None: import os; os._exit(1)\n            else:")
    report = grade(crashes_without_gradient)
    outcomes = [result.outcome for result in report.results]
    assert report.verdict is Verdict.CRASHED
    assert outcomes.count(Outcome.CRASHED) >= 1
    assert outcomes.count(Outcome.PASSED) >= 3


def test_a_right_answer_passes_every_test(grade: Grade) -> None:
    report = grade(RIGHT)
    assert report.passed
    assert {result.outcome for result in report.results} == {Outcome.PASSED}
    assert report.failed_cards == ()


def test_a_wrong_number_is_shown_with_expected_and_got_and_points_at_no_line(grade: Grade) -> None:
    report = grade(RIGHT.replace("-=", "+="))
    first = report.results[0]
    assert report.verdict is Verdict.FAILED
    assert first.expected is not None
    assert first.expected.startswith("tensor (")
    assert first.got != first.expected
    assert "values differ, most at" in (first.message or "")
    assert first.line is None  # no line made it wrong by itself
    assert "optimizers/descent-direction" in report.failed_cards


def test_a_missing_function_is_named(grade: Grade) -> None:
    report = grade("def sdg_update(params, lr): pass")
    assert "defines no `sgd_update`" in not_passed(report)[0]


def test_a_wrong_signature_is_told_apart_from_a_bug(grade: Grade) -> None:
    report = grade("def sgd_update(params): pass")
    assert "The signature does not fit" in not_passed(report)[0]


@pytest.mark.parametrize(
    ("source", "verdict", "says", "line"),
    [
        ("import no_such_module", Verdict.INVALID, "cannot be imported in line 1: Only this file is graded", 1),
        ("x = 1\nx.y", Verdict.INVALID, "AttributeError", 2),
        ("import os\nos._exit(0)", Verdict.CRASHED, "While your file was imported", None),
        ("import neighbor", Verdict.INVALID, "No module named 'neighbor'", 1),
    ],
)
def test_a_file_that_does_not_import_is_not_judged(grade: Grade, source: str, verdict: Verdict, says: str, line: int | None) -> None:
    report = grade(source)
    assert report.verdict is verdict
    assert report.failure is not None
    assert says in report.failure.message
    assert report.failure.line == line
    assert {result.outcome for result in report.results} == {Outcome.NOT_RUN}


@pytest.mark.parametrize("source", ["def f(:\n  pass", "x = '\0'", "(" * 500, "if True:\nx = 1"])
def test_a_file_that_does_not_parse_is_refused_without_a_server(grade: Grade, source: str) -> None:
    known = grade(RIGHT)
    job = Job("optimizers/sgd_update", source, "answer.py", suite=str(suite_path()), probes="", seed=1)
    report = unparsable(job)
    assert report is not None
    assert report.verdict is Verdict.INVALID
    assert [result.requirement for result in report.results] == [r.requirement for r in known.results if r.name != "forbids"]


def suite_path() -> str:
    return str(builtin_pack() / "solutions/optimizers/sgd_update/test_sgd_update.py")


def test_what_is_printed_is_shown_without_control_characters(grade: Grade) -> None:
    report = grade(answer("print('loss \\x1b[31m3.5\\a')\nreturn 1 / 0"))
    assert report.results[0].printed.splitlines()[0] == "loss 3.5"


def test_the_same_seed_gives_the_same_numbers_and_another_seed_others(grade: Grade) -> None:
    wrong = RIGHT.replace("-=", "+=")
    first, again, other = grade(wrong, seed=1), grade(wrong, seed=1), grade(wrong, seed=2)
    assert [r.got for r in first.results] == [r.got for r in again.results]
    assert [r.got for r in first.results] != [r.got for r in other.results]


def test_a_skip_is_no_pass(grade: Grade, tmp_path) -> None:
    suite = tmp_path / "test_skips.py"
    suite.write_text("import pytest\ndef test_a(): pass\n@pytest.mark.skip(reason='later')\ndef test_b(): pass\n")
    report = grade(RIGHT, suite=str(suite), forbids=())
    assert [result.outcome for result in report.results] == [Outcome.PASSED, Outcome.NOT_RUN]
    assert report.verdict is Verdict.FAILED


def test_a_grade_may_end_with_the_first_failure(grade: Grade) -> None:
    whole, short = grade(answer("return 0")), grade(answer("return 0"), to_first_failure=True)
    assert short.verdict is Verdict.FAILED
    ran = [result for result in short.results if result.outcome is not Outcome.NOT_RUN and result.name != FORBIDS_TEST]
    assert [result.name for result in whole.results] == [result.name for result in short.results]
    assert ran[-1] == next(result for result in whole.results if result.outcome is Outcome.FAILED)
    assert grade(RIGHT, to_first_failure=True).passed
