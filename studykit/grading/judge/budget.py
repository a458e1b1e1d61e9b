"""Processor time of processes, used and waited for: time on the clock says more about what else the machine does."""

import os
import time
from pathlib import Path
from typing import Protocol

from studykit.grading.job import DIAGNOSIS_PATIENCE


class TimeUp(Exception):
    """The budget is spent."""


class Counted(Protocol):
    """Who uses processor time in processes of its own."""

    @property
    def seconds_used(self) -> float:
        """Processor seconds of all its processes so far."""


class Budget:
    """`seconds` of processor time for this process, its supervisor, which forks the workers, and those workers that were given to `count`.

    On the clock it may take DIAGNOSIS_PATIENCE times as long. Where the system does not say what a process used, the clock counts.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._ends = time.monotonic() + DIAGNOSIS_PATIENCE * seconds
        self._parent = os.getppid()
        self._before = self._own()
        self._counted: list[tuple[Counted, float]] = []

    def count(self, workers: Counted) -> None:
        """Count what these workers use from now on."""
        self._counted.append((workers, workers.seconds_used))

    def spent(self) -> float:
        """Seconds used so far."""
        return self._own() - self._before + sum(workers.seconds_used - before for workers, before in self._counted)

    def check(self) -> None:
        """Raise TimeUp if nothing is left."""
        if time.monotonic() > self._ends or self.spent() > self._seconds:
            raise TimeUp

    def _own(self) -> float:
        return time.process_time() + used_by(self._parent)


def used_by(pid: int) -> float:
    """Processor seconds of another process so far; 0 where the system does not say, or it is gone."""
    try:
        return time.clock_gettime((~pid << 3) | 2)  # CPUCLOCK_SCHED of a process: clock_getcpuclockid(3)
    except (OSError, OverflowError):
        return 0.0


def waited_by(pid: int) -> float:
    """Seconds that another process was ready to run, and waited for a processor; 0 where the system does not say, or it is gone."""
    try:
        told = Path(f"/proc/{pid}/schedstat").read_text(encoding="ascii")  # its main thread's, in nanoseconds
        return int(told.split()[1]) / 1e9
    except (OSError, ValueError, IndexError):
        return 0.0
