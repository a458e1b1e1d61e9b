"""How much of a hidden suite a student may see: a report is cut down here, once, before any format shows it."""

from dataclasses import replace
from enum import StrEnum
from typing import assert_never

from studykit.grading.grade_report import Report, Result


class Feedback(StrEnum):
    """`requirements` names each requirement and whether it holds, and the known mistake, which is written for learners; `verdict` says
    whether the submission passed, and why it could not be imported."""

    FULL = "full"
    REQUIREMENTS = "requirements"
    VERDICT = "verdict"


def told(report: Report, feedback: Feedback) -> Report:
    """The report as a student may see it. What is printed while a test runs counts as the suite's: it may be the test's inputs."""
    match feedback:
        case Feedback.FULL:
            return report
        case Feedback.REQUIREMENTS:
            results = tuple(Result(result.name, result.requirement, result.outcome) for result in report.results)
            return replace(report, results=results, capsule=None, recorded={})
        case Feedback.VERDICT:
            return replace(report, results=(), diagnoses=(), is_compared=True, seed=None, capsule=None, recorded={})
        case _:
            assert_never(feedback)
