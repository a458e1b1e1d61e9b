"""What processes had of a processor: time on the clock says more about what else the machine does."""

import os
import time
from pathlib import Path

from studykit.grading.job import DIAGNOSIS_PATIENCE


class TimeUp(Exception):
    """The budget is spent."""


class Budget:
    """`seconds` of processor time for this process, its supervisor, which forks the workers, and those workers that were given to `watch`.

    On the clock it may take DIAGNOSIS_PATIENCE times as long. Where the system does not say what a process used, the clock counts.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._ends = time.monotonic() + DIAGNOSIS_PATIENCE * seconds
        self._parent = os.getppid()
        self._before = self._own()
        self._ended = 0.0
        self._running: dict[int, float] = {}

    def watch(self, pid: int) -> None:
        """Count a worker from now on."""
        self._running.setdefault(pid, used_by(pid))

    def release(self, pid: int) -> None:
        """A worker is about to end; what it used stays counted."""
        self._ended += used_by(pid) - self._running.pop(pid, used_by(pid))

    def spent(self) -> float:
        """Seconds used so far."""
        running = sum(used_by(pid) - before for pid, before in self._running.items())
        return self._own() - self._before + self._ended + running

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
