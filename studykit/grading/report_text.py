"""A report as plain text, for a notebook in a terminal and for front ends that show no HTML."""

from collections.abc import Iterator

from studykit.grading.grade_report import Outcome, Report, Result, place
from studykit.grading.wording import (
    NOT_ALL_COMPARED,
    OUTCOMES,
    cards_for_today,
    diagnosed,
    others_hold,
    parted,
    quoted,
    seeded,
    verdict_in_words,
)


def text_of(report: Report) -> str:
    """The report in lines."""
    return "\n".join(_lines(report))


def _lines(report: Report) -> Iterator[str]:
    if report.failure is not None:
        yield f"✗ {report.failure.message}"
        yield verdict_in_words(report)
        return
    parts = parted(report.results)
    for result in parts.in_full:
        yield from _requirement(result, report.source)
    yield from (f"{_sign(result)} {result.requirement}" for result in parts.others)
    if parts.held != parts.in_full and parts.held:
        yield f"✓ {others_hold(parts)}"
    yield f"{verdict_in_words(report)} ({report.seconds_total:.1f} s, {report.device}{seeded(report)})"
    for diagnosis in report.diagnoses:
        yield diagnosed(diagnosis)
        yield diagnosis.says
    yield from filter(None, (cards_for_today(report), None if report.is_compared or report.passed else NOT_ALL_COMPARED))


def _requirement(result: Result, source: str) -> Iterator[str]:
    yield f"{_sign(result)} {result.requirement}"
    if result.outcome is Outcome.PASSED:
        return
    numbers = (("expected", result.expected), ("got", result.got), (place(result), quoted(result, source)))
    for name, value in ((OUTCOMES[result.outcome], result.message), *numbers):
        if value is not None:
            yield f"    {name:<9} {value}"


def _sign(result: Result) -> str:
    return {Outcome.PASSED: "✓", Outcome.NOT_RUN: "–"}.get(result.outcome, "✗")
