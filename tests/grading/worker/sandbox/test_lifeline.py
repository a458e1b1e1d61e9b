"""Nothing outlives the process that it works for."""

import json
import os
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest

from studykit.content.pack import builtin_pack, load_library
from studykit.errors import GraderError
from studykit.grading.client.cold import Grader
from studykit.grading.job import Job, job_for


@pytest.fixture(scope="module")
def own_grader() -> Iterator[Grader]:
    with Grader() as grader:
        yield grader


@pytest.fixture
def slow() -> Job:
    exercise = load_library([builtin_pack()]).exercise("optimizers/sgd_update")
    source = "import time\ndef sgd_update(params, lr): time.sleep(60)\n"
    return replace(job_for(exercise, source, "answer.py", seed=1, device="cpu"), time_limit=30.0)


def keep_error(attempt: Callable[[], object], errors: list[Exception]) -> None:
    try:
        attempt()
    except GraderError as error:
        errors.append(error)


def children(pid: int) -> list[int]:
    """Living children of a process, oldest first."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid and fields[0] != "Z":
            found.append((int(fields[19]), int(stat.parent.name)))
    return [child for _, child in sorted(found)]


def wait_for(condition: Callable[[], object], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.01)
    return False


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
@pytest.mark.parametrize("victim", ["judge", "session"])
def test_a_killed_process_leaves_no_worker_behind(own_grader: Grader, slow: Job, victim: str) -> None:
    failed: list[Exception] = []
    waiting = Thread(target=keep_error, args=(lambda: own_grader.grade(slow), failed))
    waiting.start()
    assert wait_for(lambda: len(children(own_grader.pid)) == 1 and len(children(children(own_grader.pid)[0])) >= 2, 60)
    (session,) = children(own_grader.pid)
    judge, *workers = children(session)
    os.kill(judge if victim == "judge" else session, signal.SIGKILL)
    gone = wait_for(lambda: not any(alive(pid) for pid in (judge, *workers)), 60)
    waiting.join(60)
    assert gone, json.dumps({"left": [pid for pid in (judge, *workers) if alive(pid)]})
    assert len(failed) == 1


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
