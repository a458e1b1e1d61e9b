"""One grade: starts the judge and each worker it asks for, and ends them all when the client hangs up."""

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
from studykit.grading.job import Job
from studykit.grading.server.processes import Start, StartedWorker, kill_group, release, start_worker


class Session:
    """Holds the processes of one grade. It never loads the suite, so a worker forked from it knows no expectation."""

    def __init__(self, client: socket.socket, start: Start, folder: str) -> None:
        self._client = client
        self._start = start
        self._workers: dict[int, StartedWorker] = {}
        self._folder = folder

    def run(self, job: Job) -> None:
        """Grade `job`; the judge writes its events to the client itself."""
        deadline = time.monotonic() + job.seconds_at_most
        control, theirs = socket.socketpair()
        judge = self._start("judge", [self._client.fileno(), theirs.fileno()], 2, "/")
        theirs.close()
        try:
            frames.send_json(control, job.as_json(), deadline)
            self._attend(control, deadline)
        except (frames.Hangup, frames.DeadlinePassed):
            pass  # the client hears of it by the end of the connection
        finally:
            kill_group(judge)
            for pid, worker in self._workers.items():
                kill_group(pid)
                release(worker)

    def _attend(self, control: socket.socket, deadline: float) -> None:
        """Answer the judge's requests until it is gone, the time is over, or the client stirs: it has no more to say than that it goes."""
        while (left := deadline - time.monotonic()) > 0:
            ready, _, _ = select.select([control, self._client], [], [], left)
            if self._client in ready:
                return
            if control in ready:
                self._answer(control, frames.receive_json(control, deadline))

    def _answer(self, control: socket.socket, request: dict[str, Any]) -> None:
        if request["do"] == "worker":
            worker = start_worker(self._start, self._folder)
            self._workers[worker.pid] = worker
            socket.send_fds(control, [json.dumps(worker.pid).encode()], [worker.channel.fileno(), worker.output, worker.trace])
        else:
            frames.send_json(control, self._end(request["pid"]))

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


def run_in_child(job: Job, client: socket.socket, start: Start, folder: str) -> int:
    """Fork a session for `job` and return its pid; the caller goes on serving. Its workers' folders lie in `folder`."""
    pid = os.fork()
    if pid:
        return pid
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the client, whose hang-up ends this session
        Session(client, start, folder).run(job)
    finally:
        os._exit(0)
