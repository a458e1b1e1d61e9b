"""The background server: serves every client of one user from a socket in a private folder, and ends when nobody asks.

python -m studykit.grading.server.listening SOCKET IDLE_SECONDS
"""

import contextlib
import fcntl
import os
import select
import signal
import socket
import struct
import sys
import time
from pathlib import Path
from typing import Any

from studykit.grading import frames
from studykit.grading.server.devices import tell_in_child
from studykit.grading.server.folders import clear, parent_of_folders
from studykit.grading.server.forking import warm_up
from studykit.grading.server.processes import fork
from studykit.grading.server.supervisor import run_in_child

REQUEST_SECONDS = 2.0  # a client sends its request at once; a silent one must not hold up the others
TICK_SECONDS = 5.0


class Listening:
    """A listening server. `idle_seconds` without a request and without a running grade end it."""

    def __init__(self, listener: socket.socket, place: Path, idle_seconds: float, folder: str) -> None:
        self._listener = listener
        self._folder = folder
        self._place = place
        self._inode = place.lstat().st_ino
        self._idle_seconds = idle_seconds
        self._started = self._asked = time.monotonic()
        self._supervisors: set[int] = set()
        self._grades = 0

    def run(self) -> None:
        """Serve until idle, stopped, or until the socket is gone or another server's."""
        while self._is_wanted():
            ready, _, _ = select.select([self._listener], [], [], min(TICK_SECONDS, self._idle_seconds))
            self._reap()
            if ready:
                # Whatever a client sends, JSON nested without end or fields of another kind, the others go on being served.
                with contextlib.suppress(Exception):
                    client, _ = self._listener.accept()
                    with client:
                        if not self._serve(client):
                            return

    def _is_wanted(self) -> bool:
        if self._supervisors:
            return True
        if time.monotonic() - self._asked >= self._idle_seconds:
            return False
        try:
            return self._place.lstat().st_ino == self._inode
        except OSError:
            return False  # the socket was cleared away, so nobody can ask any more

    def _serve(self, client: socket.socket) -> bool:
        """Answer one request; False if it asks the server to stop."""
        if peer_uid(client) != os.getuid():
            return True
        request = frames.receive_json(client, time.monotonic() + REQUEST_SECONDS)
        self._asked = time.monotonic()
        match request["do"]:
            case "grade":
                self._supervisors.add(run_in_child(client, fork, self._folder))
                self._grades += 1
            case "devices":
                self._supervisors.add(tell_in_child(client))
            case "status":
                frames.send_json(client, self._status(), time.monotonic() + REQUEST_SECONDS)
            case "stop":
                frames.send_json(client, "stopped", time.monotonic() + REQUEST_SECONDS)
                return False
        return True

    def _status(self) -> dict[str, Any]:
        now = time.monotonic()
        return {
            "pid": os.getpid(),
            "seconds_up": round(now - self._started, 1),
            "grades": self._grades,
            "grading": len(self._supervisors),
            "idle_seconds": self._idle_seconds,
            "memory_mib": memory_mib(),
        }

    def _reap(self) -> None:
        for pid in list(self._supervisors):
            with contextlib.suppress(ChildProcessError):
                if not os.waitpid(pid, os.WNOHANG)[0]:
                    continue
            self._supervisors.discard(pid)
            self._asked = time.monotonic()
            if not self._supervisors:
                clear(self._folder)


def peer_uid(client: socket.socket) -> int:
    """The user at the other end of a unix socket."""
    if sys.platform == "linux":
        credentials = client.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
        return int(struct.unpack("3i", credentials)[1])
    return os.getuid()  # the folder's mode alone keeps others out


def memory_mib() -> float:
    """Resident memory of this process; 0 where the system does not say."""
    with contextlib.suppress(OSError):
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return round(pages * os.sysconf("SC_PAGE_SIZE") / 2**20, 1)
    return 0.0


def main(place: Path, idle_seconds: float) -> None:
    """Bind the socket, warm up, serve. Only one server can hold a place; a second one ends at once."""
    with place.with_suffix(".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        os.chdir("/")  # no learner's folder is held
        place.unlink(missing_ok=True)  # left by a server that was killed: the lock was free
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(str(place))
            listener.listen(32)  # clients wait here while torch is imported
            warm_up()
            try:
                with parent_of_folders() as folder:
                    Listening(listener, place, idle_seconds, folder).run()
            finally:
                place.unlink(missing_ok=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]))
