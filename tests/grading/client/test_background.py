"""The background server: whatever befalls it, a grade is answered."""

import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from studykit.content.pack import builtin_pack, load_library
from studykit.grading import address
from studykit.grading.client import background
from studykit.grading.client.warm import WarmGrader
from studykit.grading.grade_report import Report
from studykit.grading.job import Job, job_for
from tests.conftest import Ran

Run = Callable[..., Ran]
SGD = load_library([builtin_pack()]).exercise("optimisers/sgd_update")
JOB = job_for(SGD, SGD.solution.read_text(), "answer.py", seed=1, device="cpu")
SLEEPS = replace(JOB, source="import time\ndef sgd_update(params, lr): time.sleep(1)", time_limit=0.5, diagnosis_seconds=0.0)


@pytest.fixture(autouse=True)
def own_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder for the socket of each test, and its server ended."""
    with TemporaryDirectory(prefix="sk") as folder:
        monkeypatch.setenv("XDG_RUNTIME_DIR", folder)
        yield Path(folder)
        background.stop(everyone=True)


def grade(job: Job = JOB, idle_seconds: float = 60) -> tuple[Report, list[str]]:
    notices: list[str] = []
    with WarmGrader(idle_seconds, notices.append) as grader:
        return grader.grade(job), notices


def pid() -> int:
    said = background.status()
    assert said is not None
    return int(said["pid"])


def wait_until(holds: Callable[[], bool], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_the_first_grade_starts_a_server_and_the_second_uses_it() -> None:
    assert background.status() is None
    first, _ = grade()
    server = pid()
    second, notices = grade()
    assert first.passed
    assert second.passed
    assert notices == []
    assert pid() == server
    assert background.status()["grades"] == 2


def test_the_socket_lies_in_a_private_folder(own_folder: Path) -> None:
    grade()
    folder = own_folder / "studykit"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert address.address().parent == folder


@pytest.mark.parametrize("spoil", ["open to all", "a link", "a file"])
def test_a_folder_that_others_could_use_is_not_used_and_the_grade_is_cold(own_folder: Path, spoil: str) -> None:
    folder = own_folder / "studykit"
    if spoil == "open to all":
        folder.mkdir()
        folder.chmod(0o777)
    elif spoil == "a link":
        (own_folder / "elsewhere").mkdir(mode=0o700)
        folder.symlink_to(own_folder / "elsewhere")
    else:
        folder.write_text("")
    report, notices = grade()
    assert report.passed
    assert notices[0].startswith("graded without the background server: ")
    assert str(folder) in notices[0]


def test_a_stale_socket_is_replaced() -> None:
    grade()
    os.kill(pid(), signal.SIGKILL)
    wait_until(lambda: background.status() is None)
    assert address.address().exists()
    report, notices = grade()
    assert report.passed
    assert notices == []


def test_a_server_killed_in_the_middle_of_a_grade_is_told_and_the_grade_is_answered() -> None:
    background.start_and_wait(60)
    server = pid()
    answer: list[tuple[Report, list[str]]] = []
    grading = threading.Thread(target=lambda: answer.append(grade(SLEEPS)))
    grading.start()
    wait_until(lambda: (background.status() or {}).get("grading") == 1)
    sessions = children(server)
    os.kill(server, signal.SIGKILL)
    for session in sessions:
        os.kill(session, signal.SIGKILL)
    grading.join(60)
    report, notices = answer[0]
    assert report.verdict == "timed_out"
    assert notices == ["graded without the background server: the background server ended in the middle of the grade"]


def test_two_clients_at_once_get_each_their_own_verdict() -> None:
    wrong = replace(JOB, source="def sgd_update(params, lr): return 3")
    reports: dict[str, Report] = {}
    clients = [
        threading.Thread(target=lambda n=n, job=job: reports.update({n: grade(job)[0]})) for n, job in {"a": JOB, "b": wrong}.items()
    ]
    for client in clients:
        client.start()
    for client in clients:
        client.join(60)
    assert reports["a"].passed
    assert not reports["b"].passed
    assert len(list(address.folder().glob("*.sock"))) == 1


def test_an_idle_server_ends_by_itself_and_clears_its_socket() -> None:
    background.start_and_wait(0.5)
    server = pid()
    wait_until(lambda: not Path(f"/proc/{server}").exists() or is_zombie(server))
    assert not address.address().exists()


def test_a_silent_or_talkative_client_holds_up_nobody() -> None:
    background.start_and_wait(60)
    with socket.socket(socket.AF_UNIX) as silent, socket.socket(socket.AF_UNIX) as rude:
        silent.connect(str(address.address()))
        rude.connect(str(address.address()))
        rude.sendall(b"\xff" * 100)
        report, notices = grade()
    assert report.passed
    assert notices == []


def test_another_version_of_the_code_has_another_server(monkeypatch: pytest.MonkeyPatch) -> None:
    before = address.address()
    monkeypatch.setattr(address, "__version__", "99.0")
    assert address.address() != before


def test_the_server_runs_one_thread_and_holds_no_cuda_context() -> None:
    grade()
    status = Path(f"/proc/{pid()}/status").read_text()
    assert "Threads:\t1\n" in status
    assert "nvidia" not in Path(f"/proc/{pid()}/maps").read_text()


def test_the_server_does_not_grow() -> None:
    grade()
    server = pid()
    before, files = background.status()["memory_mib"], len(list(Path(f"/proc/{server}/fd").iterdir()))
    for _ in range(15):
        grade()
    wait_until(lambda: background.status()["grading"] == 0)
    assert background.status()["memory_mib"] < before + 5
    assert len(list(Path(f"/proc/{server}/fd").iterdir())) <= files


def test_the_command_starts_shows_and_stops_it(studykit: Run) -> None:
    assert studykit("server", "status").code == 1
    assert "Running: process" in studykit("server", "start").out
    assert studykit("server", "status", "--json").json["running"] is True
    assert studykit("server", "stop").out == "Stopped.\n"
    assert studykit("server", "stop").out == "No server was running.\n"


def test_next_starts_it_ahead_unless_the_settings_say_no(studykit: Run, home: Path) -> None:
    home.mkdir()
    (home / "settings.yaml").write_text("server_idle_minutes: 0\n")
    studykit("next")
    assert not address.address().exists()
    (home / "settings.yaml").unlink()
    studykit("next")
    wait_until(lambda: background.status() is not None)


def test_a_path_too_long_for_a_socket_is_answered_cold(own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(own_folder / ("long" * 30)))
    report, notices = grade()
    assert report.passed
    assert "too long" in notices[0]


def test_a_full_disk_is_answered_cold(own_folder: Path) -> None:
    folder = own_folder / "studykit"
    folder.mkdir(mode=0o700)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4k,nr_inodes=1,mode=700", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("no small file system can be mounted here")
    try:
        report, notices = grade()
        assert report.passed
        assert "No space left on device" in notices[0]
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def is_zombie(pid: int) -> bool:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
