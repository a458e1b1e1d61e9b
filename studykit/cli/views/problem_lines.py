"""A grade as an editor reads it: a line for each failure, in the form of a compiler, `FILE:LINE: requirement: message`."""

from collections.abc import Iterator
from pathlib import Path

from studykit.grading.grade_report import Failure, Outcome, Report, Result
from studykit.grading.wording import verdict_in_words


def problem_lines(file: Path, report: Report) -> Iterator[str]:
    """One line for each requirement that does not hold, or one alone for a file that cannot be graded; line 1 where none is to blame. In a
    notebook the cell stands before it: `FILE:cell N:LINE:`."""
    if report.failure is not None:
        yield _line(file, report.failure, report.verdict.value, report.failure.message)
        return
    if not report.results and not report.passed:
        yield _line(file, Result("", ""), report.verdict.value, verdict_in_words(report))  # which requirements there are is not told
    failed = [result for result in report.results if result.outcome is not Outcome.PASSED]
    judged = [result for result in failed if result.outcome is not Outcome.NOT_RUN]
    for result in judged or failed:
        yield _line(file, result, result.requirement, _message(result))


def _message(result: Result) -> str:
    message = result.message or result.outcome.value
    if result.expected is None or result.got is None or "expected" in message:
        return message
    return f"{message}; expected {result.expected}, got {result.got}"


def _line(file: Path, told: Result | Failure, requirement: str, message: str) -> str:
    cell = f"cell {told.cell}:" if told.cell else ""
    says = " ".join(f"{requirement.rstrip('.:')}: {message}".split())
    return f"{file}:{cell}{told.line or 1}: {says}"
