"""Grades in the background, one text at a time: a newer one cancels the one under way."""

import threading
from collections.abc import Callable
from functools import partial

from studykit.cli.watching.occurrences import Failed, Judged, Noticed, Progressed, Tell
from studykit.errors import GraderError
from studykit.grading.client.cold import Cancelled, Gradings, Running
from studykit.grading.grade_report import Report
from studykit.grading.job import Job
from studykit.grading.parse import unparsable
from studykit.study.desk import Desk
from studykit.study.grades import open_grader

LEAVING_SECONDS = 0.5


class Attempt:
    """One text under grading, in a thread of its own; `number` tells its events from those of others."""

    def __init__(self, number: int, job: Job, begin: Callable[[Job], Running], tell: Tell) -> None:
        self.number = number
        self._job, self._begin, self._tell = job, begin, tell
        self._running: Running | None = None
        self._cancelled = False
        self._known: Report | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def end(self) -> Report | None:
        """Give it up, and the report if its verdict is known; no event of it counts any more."""
        self._cancelled = True
        if self._running is not None:
            self._running.cancel()
            self._thread.join(LEAVING_SECONDS)
        return self._known

    def _run(self) -> None:
        try:
            self._known = unparsable(self._job) or self._report()
            self._tell(Judged(self.number, self._known))
        except Cancelled:
            pass
        except Exception as error:  # noqa: BLE001 - the main thread shows it, or raises it if it is a bug
            self._tell(Failed(self.number, error))

    def _report(self) -> Report:
        try:
            return self._once()
        except GraderError:
            if self._cancelled:
                raise Cancelled from None
            return self._once()  # the server may just have ended, by its idle time or an upgrade; a fault of the suite comes again

    def _once(self) -> Report:
        if self._cancelled:
            raise Cancelled
        running = self._begin(self._job)
        # Whichever of this thread and `cancel` comes second sees what the other did.
        self._running = running
        if self._cancelled:
            running.cancel()
        return running.report(lambda results, latest: self._tell(Progressed(self.number, results, latest)))


class Attempts:
    """Holds one grader for as long as a file is watched; a context manager."""

    def __init__(self, here: Desk, tell: Tell) -> None:
        self._open = partial(open_grader, here, lambda why: tell(Noticed(why)))
        self._grader = self._open()
        self._beginning = threading.Lock()
        self._tell = tell
        self._number = 0
        self._current: Attempt | None = None

    def __enter__(self) -> "Attempts":
        return self

    def __exit__(self, *raised: object) -> None:
        self.give_up()
        # Not while a server is still being started: that may take long, and it ends or goes idle without us.
        if self._beginning.acquire(timeout=LEAVING_SECONDS):
            self._grader.__exit__()

    def start(self, job: Job) -> int:
        """Grade a job instead of the one under way; the number of the attempt."""
        self.give_up()
        self._number += 1
        self._current = Attempt(self._number, job, self._begin, self._tell)
        return self._number

    def give_up(self) -> Report | None:
        """End the attempt under way, if there is one, and its report if the verdict is known but for a diagnosis."""
        return self._current.end() if self._current is not None else None

    def _begin(self, job: Job) -> Running:
        with self._beginning:
            try:
                return self._grading().begin(job)
            except GraderError:
                self._grader.__exit__()
                self._grader = self._open()
                return self._grading().begin(job)

    def _grading(self) -> Gradings:
        return self._grader
