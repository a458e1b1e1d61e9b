"""A requirement that the program of a hunt fails, with expected and got: graded in the sandbox while the learner reads."""

from dataclasses import dataclass, replace
from threading import Event as Signal
from threading import Thread
from typing import TYPE_CHECKING

from studykit.content.mistake import mistake_named
from studykit.errors import StudykitError
from studykit.study.desk import Desk
from studykit.study.hunting.now import HuntNow
from studykit.study.hunting.pointers import without_pointers

if TYPE_CHECKING:
    from studykit.grading.client.running import Running
    from studykit.grading.grade_report import Report

PATIENCE_SECONDS = 30.0
SEED = 2026  # one for all, so that a hunt that was begun again says the same


@dataclass(frozen=True, slots=True)
class Failing:
    """A requirement of the hidden suite that does not hold; what it expected and got, or else a message, which names no line."""

    requirement: str
    message: str = ""
    expected: str = ""
    got: str = ""


class Evidence:
    """The grade of a program, begun at `begin` or when it is asked for first; `trouble` says why there is none."""

    def __init__(self, here: Desk, now: HuntNow) -> None:
        self._here, self._now = here, now
        self._running: Running | None = None
        self._thread: Thread | None = None
        self._is_over = Signal()
        self._found: Failing | None = None
        self.trouble = ""

    @property
    def is_there(self) -> bool:
        """Whether `found` would answer at once."""
        return self._is_over.is_set() or not self._now.hunt.has_bug

    def begin(self) -> None:
        """Begin to grade in the background; what a right program holds needs no grade."""
        if self._thread is None and self._now.hunt.has_bug:
            self._thread = Thread(target=self._grade, daemon=True)
            self._thread.start()

    def found(self) -> Failing | None:
        """Wait for the requirement; None if there is none to show."""
        self.begin()
        if self._now.hunt.has_bug and not self._is_over.wait(PATIENCE_SECONDS):
            self.trouble = "the grader took too long"
        return self._found

    def close(self) -> None:
        """Give up a grade that nobody asks for any more."""
        if self._running is not None and not self._is_over.is_set():
            self._running.cancel()

    def _grade(self) -> None:
        from studykit.grading.client.running import Cancelled  # start-up time: the program is on the screen by then

        try:
            found = _first_failing(self._report())
            self._found = replace(found, message=without_pointers(found.message, self._program)) if found else None
        except Cancelled:
            pass
        except (StudykitError, OSError) as error:
            self.trouble = str(error)
        finally:
            self._is_over.set()

    @property
    def _program(self) -> str:
        return mistake_named(self._now.exercise, self._now.hunt.name).source

    def _report(self) -> "Report":
        from studykit.grading.job import job_for  # start-up time, as above
        from studykit.study.grades import open_grader

        exercise = self._now.exercise
        job = job_for(exercise, self._program, exercise.starter.name, SEED)
        # A wrong try is told of the grader's trouble, and nothing else may be printed meanwhile.
        with open_grader(self._here, lambda text: None) as grader:
            self._running = grader.begin(replace(job, to_first_failure=True, diagnosis_seconds=0.0))
            return grader.finish(self._running)


def _first_failing(report: "Report") -> Failing | None:
    if report.failure is not None:
        return Failing("The program can be imported.", report.failure.message)
    for result in report.results:
        if result.outcome.value not in ("passed", "not_run"):
            return Failing(result.requirement, result.message or "", result.expected or "", result.got or "")
    return None
