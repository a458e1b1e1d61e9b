"""A picture of the bug of a hunt: the numbers that its program gives beside those of the solution."""

from studykit.content.mistake import mistake_named
from studykit.study.desk import Desk
from studykit.study.drawing import check_libraries, numbers
from studykit.study.grades import open_grader
from studykit.study.hunting.now import HuntNow
from studykit.study.submission import Submission
from studykit.visuals.chart import Chart
from studykit.visuals.picture import picture


def chart_of(here: Desk, now: HuntNow, name: str) -> Chart:
    """The picture of this name. StudykitError where a library is missing, or the program gives nothing to draw."""
    check_libraries()
    program = mistake_named(now.exercise, now.hunt.name).source
    with open_grader(here) as grader:
        return numbers(picture(name), now.exercise, Submission(now.exercise, program, "the program"), grader, here.cache).chart()
