"""A diagnosis ends when the processes that work for it have used its time, whoever of them did."""

import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from studykit.grading.judge.budget import Budget, TimeUp, used_by

BUSY = [sys.executable, "-c", "while True: pass"]


@dataclass
class Working:
    """A process that never rests."""

    pid: int

    @property
    def seconds_used(self) -> float:
        return used_by(self.pid)


@pytest.fixture
def working() -> Iterator[Working]:
    with subprocess.Popen(BUSY) as process:
        yield Working(process.pid)
        process.kill()


def test_what_a_counted_process_uses_is_spent(working: Working) -> None:
    budget = Budget(0.3)
    budget.count(working)
    before = working.seconds_used
    while working.seconds_used < before + 0.5:
        time.sleep(0.01)
    with pytest.raises(TimeUp):
        budget.check()


def test_what_it_used_before_is_not(working: Working) -> None:
    while (before := working.seconds_used) < 1.0:
        time.sleep(0.01)
    budget = Budget(100.0)
    budget.count(working)
    spent = budget.spent()
    assert spent <= working.seconds_used - before + 0.5  # of this process, which does nothing
