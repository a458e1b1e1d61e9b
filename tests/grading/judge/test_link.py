"""What a machine does beside a grade does not end it."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from studykit.grading.client.warm import WarmGrader
from studykit.grading.grade_report import Verdict
from studykit.grading.job import job_for
from studykit.grading.judge.budget import waited_by
from tests.small_pack import small_pack

needs_schedstat = pytest.mark.skipif(not Path("/proc/self/schedstat").exists(), reason="this system does not say how long a process waited")
BUSY = "while True: pass"
PROCESSOR = min(os.sched_getaffinity(0))
TAKES_A_WHILE = f"""
import os, time
os.sched_setaffinity(0, {{{PROCESSOR}}})

def f(x):
    ends = time.process_time() + 0.4
    while time.process_time() < ends:
        pass
    return x + x
"""


@pytest.fixture
def others() -> Iterator[list[subprocess.Popen[bytes]]]:
    """Three processes that never rest, all on one processor."""
    busy = [subprocess.Popen([sys.executable, "-c", BUSY]) for _ in range(3)]
    for process in busy:
        os.sched_setaffinity(process.pid, {PROCESSOR})
    yield busy
    for process in busy:
        process.kill()
        process.wait()


@needs_schedstat
def test_the_time_in_which_others_have_the_processor_is_not_counted(tmp_path: Path, grader: WarmGrader, others: object) -> None:
    exercise = small_pack(tmp_path / "pack").exercise("optimizers/sgd_update")
    report = grader.grade(replace(job_for(exercise, TAKES_A_WHILE, "answer.py", seed=1), time_limit=0.8))
    assert report.verdict is Verdict.PASSED
    assert report.seconds_tests > 0.8


@needs_schedstat
def test_a_process_waits_where_others_run(others: list[subprocess.Popen[bytes]]) -> None:
    deadline = time.monotonic() + 60
    while waited_by(others[0].pid) < 0.1:
        assert time.monotonic() < deadline


def test_a_process_that_is_gone_waits_for_nothing() -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    assert waited_by(gone.pid) == 0.0
