"""Grades by the background server, and without it where it cannot be had. No torch here."""

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from studykit.errors import GraderError
from studykit.grading.client.background import Unreachable, asked, status
from studykit.grading.client.running import Progress, Running
from studykit.grading.grade_report import Report
from studykit.grading.job import Job

if TYPE_CHECKING:
    from studykit.grading.client.cold import Grader


class WarmGrader:
    """The background server, started if none runs; a context manager.

    Whatever is wrong with it, `grade` answers: it falls back to a server of its own and tells why through `notice`. `idle_seconds` is
    how long a server that it starts waits for the next request.
    """

    def __init__(self, idle_seconds: float, notice: Callable[[str], None] = lambda text: None) -> None:
        self._idle_seconds = idle_seconds
        self._notice = notice
        self._cold: Grader | None = None
        self._falling_back = threading.Lock()

    def __enter__(self) -> "WarmGrader":
        return self

    def __exit__(self, *raised: object) -> None:
        if self._cold is not None:
            self._cold.__exit__()

    def begin(self, *jobs: Job) -> Running:
        """Start to grade a job, or several answers to one exercise, warm if that is possible."""
        started = time.monotonic()
        if self._cold is None:
            try:
                return Running(jobs, asked(self._idle_seconds, {"do": "grade"}), started, GraderError)
            except Unreachable as error:
                self._fall_back(str(error))
        return self._own().begin(*jobs)

    def grade(self, job: Job, progress: Progress = lambda results, latest: None) -> Report:
        """Grade one job, as `begin` and `finish` do."""
        return self.finish(self.begin(job), progress)

    def finish(self, running: Running, progress: Progress = lambda results, latest: None) -> Report:
        """The report on a grade that was begun; if the background server is lost meanwhile, graded once more without it."""
        try:
            return running.report(progress)
        except GraderError:
            if self._cold is not None or status() is not None:
                raise
            self._fall_back("the background server ended in the middle of the grade")
            return self._own().begin(*running.jobs).report(progress)

    def _fall_back(self, why: str) -> None:
        with self._falling_back:
            if self._cold is None:
                self._notice(f"graded without the background server: {why}")
            self._own()

    def _own(self) -> "Grader":
        from studykit.grading.client.cold import Grader  # start-up time: only where the background server cannot be had

        self._cold = self._cold or Grader()
        return self._cold
