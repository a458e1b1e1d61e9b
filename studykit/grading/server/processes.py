"""Starts judges and workers: by fork from a process that already holds torch, or cold where fork is not safe."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from studykit.grading.address import FORK_IS_SAFE
from studykit.grading.worker.sandbox import lifeline

Entry = Callable[[list[int]], None]


class Start(Protocol):
    """Starts `role` in a new process that keeps `fds` and nothing else; `output` becomes its stdout and stderr. Returns the pid."""

    def __call__(self, role: str, fds: list[int], output: int, folder: str) -> int: ...


@dataclass(frozen=True, slots=True)
class StartedWorker:
    """A worker as its session holds it. `channel`, `output` and `trace` go to the judge; `folder` is its scratch."""

    pid: int
    channel: socket.socket
    output: int
    trace: int
    folder: str


def start_worker(start: Start, parent: str) -> StartedWorker:
    """Start a worker in a session and an empty folder of its own below `parent`."""
    ours, theirs = socket.socketpair()
    os.makedirs(parent, mode=0o711, exist_ok=True)  # noqa: PTH103 - a server that ends may have taken it away
    folder = tempfile.mkdtemp(dir=parent)
    output, trace = _file(), _file()
    pid = start("worker", [theirs.fileno(), trace], output, folder)
    theirs.close()
    return StartedWorker(pid, ours, output, trace, folder)


def release(worker: StartedWorker) -> None:
    """Close the session's ends and remove the worker's folder. The worker must be dead or about to be."""
    worker.channel.close()
    os.close(worker.output)
    os.close(worker.trace)
    shutil.rmtree(worker.folder, ignore_errors=True)


def kill_group(pid: int) -> None:
    """SIGKILL a worker and whatever it started."""
    for kill in (os.kill, os.killpg):  # the process alone, too: it may not have its group yet
        with contextlib.suppress(ProcessLookupError, PermissionError):
            kill(pid, signal.SIGKILL)


def fork(role: str, fds: list[int], output: int, folder: str) -> int:
    """Start a role in a child that shares the memory of this process: torch is there at once."""
    parent = os.getpid()
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        _settle(fds, output, folder)
        run(role, parent, list(range(3, 3 + len(fds))))
        status = 0
    except BaseException:  # noqa: BLE001 - nothing may return into the parent's code
        traceback.print_exc()
    finally:
        with contextlib.suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(status)


def spawn(role: str, fds: list[int], output: int, folder: str) -> int:
    """Start a role in a fresh interpreter: slower, and safe where threads or frameworks make fork unsafe."""
    command = [sys.executable, "-P", "-m", "studykit.grading.server.processes", role, str(os.getpid()), *map(str, fds)]
    process = subprocess.Popen(
        command, cwd=folder, stdin=subprocess.DEVNULL, stdout=output, stderr=output, pass_fds=fds, start_new_session=True
    )
    process.returncode = 0  # the session waits for the pid itself; Popen must not
    return process.pid


def start_method() -> Start:
    """Fork where that is safe."""
    return fork if FORK_IS_SAFE else spawn


def run(role: str, parent: int, fds: list[int]) -> None:
    """Be a judge or a worker, with these file descriptors, as long as the process `parent` lives."""
    lifeline.follow(parent)
    lifeline.keep_private()
    if role == "worker":
        from studykit.grading.worker import worker  # imports torch: only in processes that grade

        worker.main(socket.socket(fileno=fds[0]), fds[1])
    else:
        from studykit.grading.judge import judge

        judge.main(socket.socket(fileno=fds[0]), socket.socket(fileno=fds[1]))


def _settle(fds: list[int], output: int, folder: str) -> None:
    """Leave the parent's session, folder and files; keep `fds` as 3, 4, …"""
    os.setsid()
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.chdir(folder)
    null = os.open(os.devnull, os.O_RDONLY)
    high = [os.dup2(fd, 200 + i, inheritable=False) for i, fd in enumerate([null, output, output, *fds])]
    for i, fd in enumerate(high):
        os.dup2(fd, i)
    os.closerange(len(high), 65536)
    sys.stdin = os.fdopen(0)
    sys.stdout = os.fdopen(1, "w", buffering=1, errors="replace", closefd=False)
    sys.stderr = os.fdopen(2, "w", buffering=1, errors="replace", closefd=False)


def _file() -> int:
    # A file, not a pipe: an orphan could hold a pipe open, and nobody has to drain a file.
    with tempfile.TemporaryFile() as file:
        return os.dup(file.fileno())


if __name__ == "__main__":
    run(sys.argv[1], int(sys.argv[2]), [int(fd) for fd in sys.argv[3:]])
