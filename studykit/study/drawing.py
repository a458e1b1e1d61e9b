"""Pictures from the learner's own code: the grader gives their numbers, and a chart is made of them."""

from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

from studykit.content.exercise import Exercise
from studykit.errors import StudykitError
from studykit.grading.grade_report import Outcome, Report
from studykit.grading.job import Job
from studykit.installing import install_command
from studykit.study.submission import Submission
from studykit.visuals.chart import Chart
from studykit.visuals.numbers import revived
from studykit.visuals.picture import Picture, of_exercise

NEEDED = ("plotext", "matplotlib", "plotly", "textual_image")

Grade = Callable[[Job], Report]
Numbers = dict[str, Any]


def missing_libraries() -> list[str]:
    """What of the extra `plots` is not installed."""
    return [name for name in NEEDED if find_spec(name) is None]


def check_libraries() -> None:
    """StudykitError that says what to install, if anything of the extra `plots` is missing."""
    if missing := missing_libraries():
        raise StudykitError(f"Pictures need {', '.join(missing)}: run `{install_command('plots')}`.")


def numbers(found: Picture, exercise: Exercise, answer: Submission | None, grade: Grade) -> tuple[Numbers | None, Numbers]:
    """The learner's numbers, if there is an answer, and the solution's. StudykitError where an answer gives nothing to draw."""
    solution = Submission(exercise, exercise.solution.read_text(encoding="utf-8"), exercise.solution.name)
    yours = _recorded(found, answer, grade) if answer else None
    return yours, _recorded(found, solution, grade)


def charts(answer: Submission, grade: Grade) -> list[Chart]:
    """Every picture of an answer's exercise, drawn from it beside the solution. StudykitError where it gives nothing to draw."""
    return [found.chart(*numbers(found, answer.exercise, answer, grade)) for found in of_exercise(answer.exercise.id)]


def _recorded(found: Picture, answer: Submission, grade: Grade) -> Numbers:
    report = grade(found.job(answer.exercise, answer.text, answer.file_name))
    if report.recorded:
        drawn: Numbers = revived(report.recorded)
        return drawn
    said = report.failure or next(result for result in report.results if result.outcome is not Outcome.PASSED)
    where = f", line {said.line}" if said.line else ""
    name = answer.file_name
    raise StudykitError(f"{name}{where}: there is nothing to draw yet. {said.message} `studykit grade {name}` says more.")
