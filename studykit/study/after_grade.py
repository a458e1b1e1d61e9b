"""What follows from a grade: that it is in the log, when the exercise comes back, and what to do next."""

from dataclasses import dataclass

from studykit.content.exercise import Exercise
from studykit.errors import StudykitError
from studykit.grading.grade_report import Report
from studykit.progress.fold import ItemMemory
from studykit.study.clock import moment
from studykit.study.desk import Desk
from studykit.study.grades import record
from studykit.study.phrases import days, when
from studykit.study.submission import Submission


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was known of the exercise before a grade, and after; `error` says why the grade is not in the log, if it is not."""

    before: ItemMemory | None = None
    after: ItemMemory | None = None
    error: StudykitError | None = None


def recorded(here: Desk, submission: Submission, report: Report) -> Recorded:
    """Record a grade. What keeps it from the log is given back: the verdict is there and must be shown first."""
    item = submission.exercise.item
    try:
        with here.store() as store:
            before = store.memory(item)
            record(here, store, submission, report)
            return Recorded(before, store.memory(item))
    except StudykitError as error:
        return Recorded(error=error)


def comes_back(here: Desk, before: ItemMemory | None, after: ItemMemory | None) -> str:
    """When an exercise that passed comes back; "" where that is not known."""
    if after is None or after.due is None:
        return ""
    today = here.day(moment(None))
    counted = before is None or before.reviews < after.reviews
    how = f"It comes back {when(after.due, today)}" if counted else f"It was not due; it comes back {when(after.due, today)} as before"
    return f"{how}, interval {days(after.interval_days)}."


def following(here: Desk) -> Exercise | None:
    """The exercise to do after this one; None when all are passed."""
    from studykit.memory.curriculum import choose  # start-up time: only after a pass
    from studykit.study.status import stages

    with here.store() as store:
        choice = choose(stages(here.library, store), here.today, here.settings.exercises_a_day)
    return here.library.exercises[choice[0]] if choice else None
