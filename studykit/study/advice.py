"""What to do after a grade, in the words of the place in which it is shown."""

from collections.abc import Iterator
from dataclasses import dataclass

from studykit.content.exercise import Exercise
from studykit.grading.grade_report import Report, Verdict
from studykit.visuals.pictures import pictures_of


@dataclass(frozen=True, slots=True)
class Advice:
    """How a place calls the next steps; `plot` draws a picture whose name stands for {}, unless `pictures` is the call for them all."""

    hint: str = "`studykit hint` gives a hint."
    again: str = "then grade again"
    details: str = "every detail: --verbose"
    next: str = "`studykit next`"
    review: str = "`studykit review`"
    replay: str = "--seed"
    plot: str = "`studykit plot {}`"
    pictures: str = ""


AT_THE_SHELL = Advice()


def next_steps(report: Report, advice: Advice) -> Iterator[str]:
    """What to do about a grade that is no pass, and how to have the same inputs again."""
    if report.verdict is Verdict.INVALID:
        yield f"Not graded: fix that first, {advice.again}."
        return
    yield _next_step(report, advice)
    where = f"{report.seconds_total:.1f} s, {report.device}"
    again = "" if report.seed is None else f"The same inputs again: {advice.replay} {report.seed}; "
    yield f"{again}{advice.details}. ({where})"


def see_it(exercise: str, advice: Advice, most: int | None = None) -> str:
    """Where the pictures of an exercise's answers can be seen; "" if it has none."""
    names = pictures_of(exercise)[:most]
    return f"See it: {advice.pictures or ', '.join(map(advice.plot.format, names))}." if names else ""


def go_on(following: Exercise | None, advice: Advice) -> str:
    """What comes after a pass."""
    return f"Next: {following.title}, {advice.next}." if following else f"Every exercise is passed. {advice.review}?"


def _next_step(report: Report, advice: Advice) -> str:
    """The diagnosis, if there is one, the picture that shows it, else a hint."""
    step = f"Fix that, {advice.again}." if report.diagnoses else advice.hint
    picture = see_it(report.exercise, advice, most=1) if report.verdict is Verdict.FAILED else ""
    return f"{step} {picture}".rstrip()
