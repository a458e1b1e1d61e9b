"""A grader whose grades can be given up all at once, so that whoever stops early waits for none of them."""

import threading

from studykit.grading.client.cold import Gradings
from studykit.grading.client.running import Cancelled, Running
from studykit.grading.job import Job


class Stoppable:
    """Grades through another grader until its end, from any number of threads; a context manager."""

    def __init__(self, grader: Gradings) -> None:
        self._grader = grader
        self._lock = threading.Lock()
        self._running: set[Running] | None = set()  # None once this has ended

    def __enter__(self) -> "Stoppable":
        return self

    def __exit__(self, *raised: object) -> None:
        with self._lock:
            running, self._running = self._running or set(), None
        for one in running:
            one.cancel()

    def begin(self, *jobs: Job) -> Running:
        """As a grader's; Cancelled once this has ended."""
        with self._lock:
            if self._running is None:
                raise Cancelled
            self._running = {one for one in self._running if not one.is_closed}
            running = self._grader.begin(*jobs)
            self._running.add(running)
            return running
