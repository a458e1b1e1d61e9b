"""Starts the judge of one client and each worker it asks for, and ends them all when the client hangs up.

It never learns what is graded: the judge reads the jobs, and tells it of the exercise only what each worker is told. So a worker, which
is forked from here, inherits nothing of them.
"""

import contextlib
import json
import os
import select
import signal
import socket
import sys
import time
from typing import Any

from studykit.grading import frames
from studykit.grading.server.processes import Start, StartedWorker, fork, kill_group, release, start_worker

SECONDS_TO_SAY = 180.0  # a cold judge imports torch before it reads its jobs and says how long they may take


class Supervisor:
    """Holds the processes of one client."""

    def __init__(self, client: socket.socket, start: Start, folder: str) -> None:
        self._client = client
        self._start = start
        self._workers: dict[int, StartedWorker] = {}
        self._folder = folder
        self._deadline = time.monotonic() + SECONDS_TO_SAY
        self._jobs_are_read = False

    def run(self) -> None:
        """Attend to a judge until it is done; it writes its events to the client itself."""
        control, theirs = socket.socketpair()
        judge = self._start("judge", [self._client.fileno(), theirs.fileno()], 2, "/")
        theirs.close()
        try:
            self._attend(control)
        except (frames.Hangup, frames.DeadlinePassed):
            pass  # the client hears of it by the end of the connection
        finally:
            kill_group(judge)
            for pid, worker in self._workers.items():
                kill_group(pid)
                release(worker)

    def _attend(self, control: socket.socket) -> None:
        """Answer the judge's requests until it is gone, the time is over, or the client hangs up."""
        while (left := self._deadline - time.monotonic()) > 0:
            # Once its jobs are read a client has nothing more to say: if it stirs, it goes.
            watched = [control, self._client] if self._jobs_are_read else [control]
            ready, _, _ = select.select(watched, [], [], left)
            if self._client in ready:
                return
            if control in ready:
                self._answer(control, frames.receive_json(control, self._deadline))

    def _answer(self, control: socket.socket, request: dict[str, Any]) -> None:
        match request["do"]:
            case "allow":
                self._jobs_are_read = True
                self._deadline = time.monotonic() + request["seconds"]
            case "prepare":
                self._prepare(tuple(request["forbids"]), request["probes"])
            case "worker":
                worker = start_worker(self._start, self._folder)
                self._workers[worker.pid] = worker
                socket.send_fds(control, [json.dumps(worker.pid).encode()], [worker.channel.fileno(), worker.output, worker.trace])
            case "end":
                frames.send_json(control, self._end(request["pid"]))

    def _prepare(self, forbids: tuple[str, ...], probes: str) -> None:
        if self._start is fork:
            from studykit.grading.worker import ahead  # imports torch, which this process holds only where it forks workers

            ahead.prepare(forbids, probes)

    def _end(self, pid: int) -> int | None:
        """Kill a worker that has ended or must end; give its exit code, negative for a signal, None if it lived on."""
        ended = _ends(pid, 0.5)  # it hung up, so it is on its way out; its own status says more than our SIGKILL
        if not ended:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGUSR1)  # its fault handler writes down where it stands
            _ends(pid, 0.1)
        kill_group(pid)
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        release(self._workers.pop(pid))
        return status if ended else None


def _ends(pid: int, seconds: float) -> bool:
    """Whether a child ends within that time. It is not reaped, so that its pid stays its own until its group is killed."""
    if sys.platform == "darwin":  # which has no waitid before Python 3.13; not tried
        try:
            watched = select.kevent(pid, select.KQ_FILTER_PROC, select.KQ_EV_ADD, select.KQ_NOTE_EXIT)
            return bool(select.kqueue().control([watched], 1, seconds))
        except ProcessLookupError:
            return True
    deadline = time.monotonic() + seconds
    while os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        if time.monotonic() > deadline:
            return False
        time.sleep(0.002)
    return True


def run_in_child(client: socket.socket, start: Start, folder: str) -> int:
    """Fork a supervisor for a client and return its pid; the caller goes on serving. Its workers' folders lie in `folder`."""
    pid = os.fork()
    if pid:
        return pid
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the client, whose hang-up ends this process
        Supervisor(client, start, folder).run()
    finally:
        os._exit(0)
