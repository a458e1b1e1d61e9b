"""Reports as Gradescope's results.json: a test for each requirement, with its part of the points.

The form: https://gradescope-autograders.readthedocs.io/en/latest/specs/#output-format
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from studykit.grading.feedback_level import Feedback, told
from studykit.grading.grade_report import Outcome, Report
from studykit.grading.graded_part import GradedPart
from studykit.grading.report_markdown import code_block, details_in_markdown, escaped, what_it_means
from studykit.grading.wording import verdict_in_words
from studykit.grading.writable import writable

_MARKDOWN = "md"
_DIGITS = 6


def gradescope_of(parts: Sequence[GradedPart], feedback: Feedback = Feedback.FULL, notes: Iterable[str] = ()) -> dict[str, Any]:
    """The object of results.json; `notes` are sentences on the whole, above all.

    The points are the same at each level of feedback. Since they say how many requirements hold, at `verdict` they stand in a test that
    Gradescope shows once grades are published, and no total stands above."""
    shown = [(part, told(part.report, feedback) if part.report is not None else None) for part in parts]
    above = "\n\n".join(filter(None, [*map(escaped, notes), *(_summary(part, report, len(parts) > 1) for part, report in shown)]))
    return {
        **({} if feedback is Feedback.VERDICT else {"score": round(sum(part.points for part in parts), _DIGITS)}),
        "execution_time": round(sum(part.report.seconds_total for part in parts if part.report), 3),
        "output": writable(above),
        "output_format": _MARKDOWN,
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": [
            {**test, "number": f"{number}.{below}", "visibility": "after_published" if feedback is Feedback.VERDICT else "visible"}
            for number, (part, report) in enumerate(shown, 1)
            for below, test in enumerate(_tests(part, report), 1)
        ],
    }


def _summary(part: GradedPart, report: Report | None, is_one_of_several: bool) -> str:
    said = verdict_in_words(report) if report else f"Not graded.\n\n{code_block(part.problem)}"
    name = f"{part.exercise}: " if is_one_of_several else ""
    return "\n\n".join(filter(None, [f"{name}{said}", *map(escaped, part.notes), *(what_it_means(report) if report else ())]))


def _tests(part: GradedPart, report: Report | None) -> Iterator[dict[str, Any]]:
    """One test for each requirement that may be shown, or one for the whole exercise."""
    if report is None or not report.results:
        passed = report is not None and report.passed
        yield _test(part.exercise, part.points, part.worth, passed, "")
        return
    worth = part.worth / len(report.results)
    for result in report.results:
        holds = result.outcome is Outcome.PASSED
        yield _test(result.requirement, worth if holds else 0.0, worth, holds, details_in_markdown(result, report.source))


def _test(name: str, score: float, worth: float, holds: bool, output: str) -> dict[str, Any]:
    return {
        "name": writable(name),
        "score": round(score, _DIGITS),
        "max_score": round(worth, _DIGITS),
        "status": "passed" if holds else "failed",
        "output": output,
        "output_format": _MARKDOWN,
    }
