"""Grades a cell and shows the report: what holds, what does not, and what follows from it."""

import re
from collections.abc import Iterator

from studykit.content.exercise import Exercise
from studykit.content.html_block import block
from studykit.content.markdown import html
from studykit.grading.grade_report import Report, Verdict
from studykit.grading.report_html import parts_of
from studykit.grading.report_text import text_of
from studykit.notebook.answer_cell import Answer
from studykit.study.advice import Advice, go_on, next_steps, see_it
from studykit.study.after_grade import Recorded, comes_back, following, recorded
from studykit.study.desk import Desk
from studykit.study.grades import Watching, grade, job_of, unwatched
from studykit.study.phrases import read_on

_ADDRESS = re.compile(r"https://\S+")  # Markdown makes a link of it in angle brackets only
MAGICS = Advice(
    hint="`%hint` gives a hint.",
    again="then run the cell again",
    next="`%next`",
    review="`%review`",
    plot="`%plot {}`",
)


class Graded:
    """A report and what follows from it; `report` is as `Study.grade` gives it."""

    def __init__(self, report: Report, notes: list[str], verbose: bool = False) -> None:
        self.report = report
        self._notes, self._verbose = notes, verbose

    def _repr_html_(self) -> str:
        return block(*parts_of(self.report, self._verbose), *(html(_ADDRESS.sub(r"<\g<0>>", note)) for note in self._notes))

    def __repr__(self) -> str:
        return "\n".join([text_of(self.report), *self._notes])


def graded(here: Desk, answer: Answer, device: str, seed: int | None, verbose: bool, watching: Watching = unwatched) -> Graded:
    """Grade an answer in the sandbox and record it, as `studykit grade` does; what keeps it from the log is said below the verdict."""
    job = job_of(answer.submission, device, seed)
    report = grade(here, job, watching)
    kept = recorded(here, answer.submission, report)
    return Graded(report, [*_about(answer), *_following(here, answer.submission.exercise, report, kept)], verbose)


def _about(answer: Answer) -> Iterator[str]:
    if answer.number is not None:
        yield f"This is the grade of In [{answer.number}]."
    if answer.left_out:
        yield f"Not graded, since only IPython understands it: {', '.join(f'`{line}`' for line in answer.left_out)}"


def _following(here: Desk, exercise: Exercise, report: Report, kept: Recorded) -> Iterator[str]:
    if not report.passed and report.verdict is not Verdict.INVALID:  # of which the verdict says what to do
        yield next(next_steps(report, MAGICS))  # the seed stands beside the verdict
    elif report.passed:
        yield from filter(None, (comes_back(here, kept.before, kept.after), exercise.shows, read_on(exercise.see)))
        yield from filter(None, [see_it(exercise.id, MAGICS)])
    if kept.error is not None:
        yield f"Not recorded: {kept.error}"
    elif report.passed:
        yield go_on(following(here), MAGICS)
