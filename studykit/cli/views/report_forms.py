"""`grade --format`: a report in the form that another program reads, on stdout and nothing else there."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from studykit.cli.terminal.out import steer, visible
from studykit.grading.feedback_level import Feedback, told
from studykit.grading.grade_report import Report
from studykit.grading.graded_part import GradedPart


def print_report(file: Path, report: Report, form: Literal["text", "lines", "junit", "gradescope", "markdown"], feedback: Feedback) -> None:
    """Print a report, of which only as much is told as `feedback` allows."""
    if form == "gradescope":
        from studykit.cli.views.show import print_json  # start-up time: one form is printed, and the others are not needed
        from studykit.grading.report_gradescope import gradescope_of

        print_json(gradescope_of([GradedPart(report.exercise, report)], feedback))
        return
    for line in _lines(file, report, form, feedback):
        steer(visible(line) + "\n")  # also on a terminal in one line, which is what a program looks for in it


def _lines(file: Path, report: Report, form: str, feedback: Feedback) -> Iterator[str]:
    match form:
        case "lines":
            from studykit.cli.views.problem_lines import problem_lines  # start-up time, as above

            yield from problem_lines(file, told(report, feedback))
        case "junit":
            from studykit.grading.report_junit import junit_of  # start-up time, as above

            yield from junit_of([GradedPart(report.exercise, report, student=file.stem)], feedback).splitlines()
        case "markdown":
            from studykit.grading.report_markdown import markdown_of  # start-up time, as above

            yield from markdown_of(told(report, feedback)).splitlines()
        case _:
            from studykit.grading.report_text import text_of  # start-up time, as above

            yield from text_of(told(report, feedback)).splitlines()
