"""Holds torch and pytest, and forks a supervisor for each client that asks for grades.

It serves the one client that started it, over a socket it was given. The background server of many clients is this loop behind a
listening socket.
"""

import contextlib
import gc
import os
import signal
import socket
import sys
import time

from studykit.grading.server import huge_pages
from studykit.grading.server.folders import parent_of_folders
from studykit.grading.server.processes import Start, fork, spawn, start_method
from studykit.grading.server.supervisor import run_in_child
from studykit.grading.worker.sandbox import lifeline


def serve(control: socket.socket, start: Start) -> None:
    """Fork a supervisor for each connection that arrives on `control`, until it closes. The jobs on it are read by the judge alone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    lifeline.keep_private()
    if start is fork:
        warm_up()
    with parent_of_folders() as folder:
        while True:
            client = _next_client(control)
            if client is None:
                _let_supervisors_end()
                return
            run_in_child(client, start, folder)
            client.close()
            _reap()


def warm_up() -> None:
    """Import what every judge and worker needs, once, before any fork.

    The first optimizer step imports `torch._dynamo`, a second of work; frozen objects are not walked again by a child's collector,
    so their pages stay shared.
    """
    from studykit.grading.families import families_of
    from studykit.grading.judge.judge import import_plugins
    from studykit.grading.worker import holders, modules, operators
    from studykit.grading.worker.plotting import prepare_matplotlib
    from studykit.grading.worker.sandbox.reach import reach
    from studykit.grading.worker.worker import warm_torch

    warm_torch()
    prepare_matplotlib()
    import_plugins()
    reach()
    holders.index()
    modules.index()
    operators.index()
    families_of(("",))  # compiles their patterns
    gc.collect()
    gc.freeze()
    huge_pages.collapse()


def _next_client(control: socket.socket) -> socket.socket | None:
    control.settimeout(None)
    _, fds, _, _ = socket.recv_fds(control, 1, 1)
    return socket.socket(fileno=fds[0]) if fds else None


def _let_supervisors_end() -> None:
    """Their client is gone, so they are about to; their folders lie in the one that this server clears away."""
    deadline = time.monotonic() + 0.2
    with contextlib.suppress(ChildProcessError):
        while time.monotonic() < deadline:
            if not os.waitpid(-1, os.WNOHANG)[0]:
                time.sleep(0.005)


def _reap() -> None:
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])), spawn if sys.argv[2:] == ["spawn"] else start_method())
