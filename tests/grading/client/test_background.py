"""The background server: whatever befalls it, a grade is answered."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from studykit.content.pack import builtin_pack, load_library
from studykit.grading import address
from studykit.grading.client import background, cold
from studykit.grading.client.probe_device import probe_devices
from studykit.grading.client.warm import WarmGrader
from studykit.grading.grade_report import Report
from studykit.grading.job import Job, job_for
from tests.conftest import Ran, wait_until

Run = Callable[..., Ran]
SGD = load_library([builtin_pack()]).exercise("optimizers/sgd_update")
JOB = job_for(SGD, SGD.solution.read_text(), "answer.py", seed=1, device="cpu")
SLEEPS = replace(JOB, source="import time\ndef sgd_update(params, lr): time.sleep(1)", time_limit=0.5, diagnosis_seconds=0.0)


@pytest.fixture
def own_folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder for the socket of one test, and its server ended. A server takes five seconds of processor time to start, so most tests
    share the one of the run."""
    with TemporaryDirectory(prefix="sk") as folder:
        monkeypatch.setenv("XDG_RUNTIME_DIR", folder)
        yield Path(folder)
        background.stop(everyone=True)


@pytest.fixture(scope="module", autouse=True)
def started() -> None:
    background.start_and_wait(600)


def grade(job: Job = JOB, idle_seconds: float = 60) -> tuple[Report, list[str]]:
    notices: list[str] = []
    with WarmGrader(idle_seconds, notices.append) as grader:
        return grader.grade(job), notices


def pid() -> int:
    said = background.status()
    assert said is not None
    return int(said["pid"])


def leave_a_socket() -> None:
    """As a server does that is killed."""
    with socket.socket(socket.AF_UNIX) as gone:
        gone.bind(str(address.address()))


def test_a_grade_uses_the_running_server() -> None:
    server, grades = pid(), background.status()["grades"]
    report, notices = grade()
    assert report.passed
    assert notices == []
    assert (pid(), background.status()["grades"] > grades) == (server, True)


@pytest.mark.parametrize("spoil", ["open to all", "a link", "a file"])
def test_a_folder_that_others_could_use_is_not_used(own_folder: Path, spoil: str) -> None:
    folder = own_folder / "studykit"
    if spoil == "open to all":
        folder.mkdir()
        folder.chmod(0o777)
    elif spoil == "a link":
        (own_folder / "elsewhere").mkdir(mode=0o700)
        folder.symlink_to(own_folder / "elsewhere")
    else:
        folder.write_text("")
    with pytest.raises(background.Unreachable, match=str(folder)):
        background.start_and_wait(60)


def test_a_full_disk_is_no_place_for_a_server(own_folder: Path) -> None:
    folder = own_folder / "studykit"
    folder.mkdir(mode=0o700)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4k,nr_inodes=1,mode=700", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("no small file system can be mounted here")
    try:
        with pytest.raises(background.Unreachable, match="No space left on device"):
            background.start_and_wait(60)
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_where_no_server_can_be_had_or_it_is_killed_in_the_middle_of_a_grade_the_grade_is_answered_cold(
    own_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave_a_socket()
    assert background.status() is None
    notices: list[str] = []
    with WarmGrader(60, notices.append) as grader:
        running = grader.begin(SLEEPS)  # replaces the stale socket by a server in a private folder
        wait_until(lambda: (background.status() or {}).get("grading") == 1)
        assert (own_folder / "studykit").stat().st_mode & 0o777 == 0o700
        assert address.address().parent == own_folder / "studykit"
        server = pid()
        supervisors = children(server)
        os.kill(server, signal.SIGKILL)
        for supervisor in supervisors:
            os.kill(supervisor, signal.SIGKILL)
        assert grader.finish(running).verdict == "timed_out"
        assert notices == ["graded without the background server: the background server ended in the middle of the grade"]
        own = grader._own()
        monkeypatch.setattr(own, "__exit__", lambda: None, raising=False)
        monkeypatch.setattr(cold, "Grader", lambda: own)  # the one that runs already
        monkeypatch.setenv("XDG_RUNTIME_DIR", str(own_folder / ("long" * 30)))
        report, notices = grade()
    assert report.passed
    assert len(notices) == 1
    assert notices[0].startswith("graded without the background server: ")
    assert "too long" in notices[0]


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


def test_an_idle_server_ends_by_itself_and_clears_its_socket(own_folder: Path) -> None:
    background.start_and_wait(0.5)
    server = pid()
    wait_until(lambda: not Path(f"/proc/{server}").exists() or is_zombie(server))
    assert not address.address().exists()


def test_a_silent_or_talkative_client_holds_up_nobody() -> None:
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
    status = Path(f"/proc/{pid()}/status").read_text()
    assert "Threads:\t1\n" in status
    assert "nvidia" not in Path(f"/proc/{pid()}/maps").read_text()


def test_the_server_does_not_grow() -> None:
    for _ in range(5):
        grade()
    before, files = background.status()["memory_mib"], open_files()
    for _ in range(15):
        grade()
    assert background.status()["memory_mib"] < before + 5
    assert open_files() <= files + 1  # other tests may be asking


def open_files() -> int:
    return len(list(Path(f"/proc/{pid()}/fd").iterdir()))


def test_next_starts_it_ahead_unless_the_settings_say_no_and_a_command_shows_and_stops_it(
    own_folder: Path, studykit: Run, home: Path
) -> None:
    home.mkdir()
    (home / "settings.yaml").write_text("server_idle_minutes: 0\n")
    studykit("next")
    assert not address.address().exists()
    assert studykit("server", "status").code == 1
    (home / "settings.yaml").unlink()
    studykit("next")
    wait_until(lambda: background.status() is not None)
    assert "Running: process" in studykit("server", "start").out
    assert studykit("server", "status", "--json").json["running"] is True
    assert studykit("server", "stop").out == "Stopped.\n"
    assert studykit("server", "stop").out == "No server was running.\n"


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def is_zombie(pid: int) -> bool:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"


def test_the_server_tells_the_devices_as_a_process_of_its_own_does() -> None:
    code = "from studykit.grading.server.devices import devices; print(*devices(), sep='\\n')"
    own = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.splitlines()
    assert background.devices() == own == probe_devices()
    assert own[0] == "cpu"


def test_without_a_server_a_process_of_its_own_tells_the_devices(own_folder: Path) -> None:
    assert background.devices() is None
    assert probe_devices()[0] == "cpu"
