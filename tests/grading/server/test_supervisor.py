"""A session ends whatever it started, and tells the ways apart in which a worker is lost."""

import os
import signal
import socket
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from studykit.content.pack import builtin_pack, load_library
from studykit.errors import GraderError
from studykit.grading.client.cold import Grader
from studykit.grading.client.running import START_SECONDS, Running
from studykit.grading.grade_report import Report, Verdict
from studykit.grading.job import job_for
from studykit.grading.server.folders import parent_of_folders
from tests.conftest import wait_until

Grade = Callable[..., Report]
SGD = load_library([builtin_pack()]).exercise("optimizers/sgd_update")
JOB = job_for(SGD, "import time\ndef sgd_update(params, lr): time.sleep(60)", "answer.py", seed=1, device="cpu")

ONE_TEST = Path(__file__).parents[1] / "worker" / "sandbox" / "one_test"
HANGS_UP = """
import os, time
def run():
    for fd in range(3, 20):
        try: os.close(fd)
        except OSError: pass
    while True: time.sleep(0.1)
"""


def test_a_worker_that_closes_its_channel_and_lives_on_crashed(grade: Grade) -> None:
    report = grade(HANGS_UP, suite=str(ONE_TEST / "suite.py"), probes=str(ONE_TEST / "probes.py"), forbids=())
    assert report.verdict is Verdict.CRASHED
    assert "Closed the connection to the judge and went on" in (report.results[0].message or "")


def test_a_worker_that_is_killed_is_still_told_apart(grade: Grade) -> None:
    report = grade("import os, signal\ndef sgd_update(params, lr): os.kill(os.getpid(), signal.SIGKILL)")
    assert report.verdict is Verdict.OUT_OF_MEMORY


def test_asking_for_more_threads_than_processors_hangs_nothing(grade: Grade) -> None:
    report = grade(
        "import torch\ntorch.set_num_threads(64)\na = torch.ones(2000, 2000)\n(a @ a).sum()\ndef sgd_update(params, lr): return 3"
    )
    assert report.verdict is Verdict.FAILED


def test_a_judge_that_never_ends_is_ended(grade: Grade, tmp_path: Path) -> None:
    (tmp_path / "test_sleeps.py").write_text("import time\n\n\ndef test_sleeps():\n    time.sleep(60)\n")
    # What a grade may take is worked out of its limits; these give it a second and a half.
    report = grade("x = 1", suite=str(tmp_path / "test_sleeps.py"), forbids=(), time_limit=-118.5 / 11, diagnosis_seconds=0.0)
    assert report.verdict is Verdict.TIMED_OUT
    assert "Not run: the grade was stopped after" in (report.results[0].message or "")


def test_the_time_of_a_whole_grade_is_bounded_by_what_its_calls_may_take() -> None:
    assert replace(JOB, time_limit=1.0, diagnosis_seconds=0.0).seconds_at_most == 131.0
    assert JOB.seconds_at_most > 60.0 + 10 * JOB.time_limit


def test_a_silent_server_is_not_waited_for_for_ever() -> None:
    ours, theirs = socket.socketpair()
    with theirs, pytest.raises(GraderError, match="gave no verdict on optimizers/sgd_update"):
        Running([JOB], ours, time.monotonic() - START_SECONDS + 0.2, GraderError).report()


def test_an_answer_that_cannot_be_read_is_the_graders_failure() -> None:
    ours, theirs = socket.socketpair()
    theirs.sendall(b"\xff" * 100)
    with theirs, pytest.raises(GraderError, match="cannot be read"):
        Running([JOB], ours, time.monotonic(), GraderError).report()


def test_a_server_knows_no_secrets_and_a_killed_session_leaves_nothing_when_the_next_has_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("API_TOKEN", "a-secret")
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    with Grader() as grader:
        running = grader.begin(JOB)
        wait_until(lambda: list(tmp_path.glob("studykit-workers-*/*")))
        started_with = environment_of(grader.pid)
        for child in children(grader.pid):
            os.kill(child, signal.SIGKILL)
        with pytest.raises(GraderError, match="ended without a verdict"):
            running.report()
        time.sleep(0.2)  # the worker follows its session
    with parent_of_folders() as folder:
        assert [str(path) for path in tmp_path.glob("studykit*")] == [folder]
    assert list(tmp_path.glob("studykit*")) == []
    assert b"a-secret" not in started_with
    assert b"OMP_NUM_THREADS=1" in started_with or not started_with


def test_the_folders_of_a_living_server_are_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with parent_of_folders() as first, parent_of_folders() as second:
        assert {str(path) for path in tmp_path.iterdir()} == {first, second}


def environment_of(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/environ").read_bytes()
    except PermissionError:  # only root may look
        return b""


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
