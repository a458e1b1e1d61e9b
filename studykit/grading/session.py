"""One grade: starts the judge and each worker it asks for, and ends them all when the client hangs up."""

import contextlib
import json
import os
import select
import signal
import socket
import tempfile
import time
from typing import Any

from studykit.grading import frames
from studykit.grading.job import Job
from studykit.grading.processes import Start, StartedWorker, kill_group, release, start_worker


class Session:
    """Holds the processes of one grade. It never loads the suite, so a worker forked from it knows no expectation."""

    def __init__(self, client: socket.socket, start: Start) -> None:
        self._client = client
        self._start = start
        self._workers: dict[int, StartedWorker] = {}
        self._statuses: dict[int, int] = {}

    def run(self, job: Job) -> None:
        """Grade `job`; the judge writes its events to the client itself."""
        control, theirs = socket.socketpair()
        with tempfile.TemporaryDirectory(prefix="studykit-") as folder:
            judge = self._start("judge", [self._client.fileno(), theirs.fileno()], 2, folder)
            theirs.close()
            try:
                frames.send_json(control, job.as_json())
                self._attend(control)
            finally:
                kill_group(judge)
                for pid, worker in self._workers.items():
                    kill_group(pid)
                    release(worker)

    def _attend(self, control: socket.socket) -> None:
        """Answer the judge's requests until it or the client is gone."""
        while True:
            ready, _, _ = select.select([control, self._client], [], [])
            if self._client in ready and _hung_up(self._client):
                return
            if control in ready:
                try:
                    self._answer(control, frames.receive_json(control))
                except frames.Hangup:
                    return

    def _answer(self, control: socket.socket, request: dict[str, Any]) -> None:
        if request["do"] == "worker":
            worker = start_worker(self._start)
            self._workers[worker.pid] = worker
            socket.send_fds(control, [json.dumps(worker.pid).encode()], [worker.channel.fileno(), worker.output, worker.trace])
        else:
            frames.send_json(control, self._end(request["pid"]))

    def _end(self, pid: int) -> int:
        """Kill a worker that has ended or must end; give its exit code, negative for a signal."""
        deadline = time.monotonic() + 0.5
        while not self._reaped(pid) and time.monotonic() < deadline:
            time.sleep(0.002)  # it hung up, so it is on its way out; its own status says more than our SIGKILL
        kill_group(pid)
        if pid not in self._statuses:
            self._statuses[pid] = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        release(self._workers.pop(pid))
        return self._statuses[pid]

    def _reaped(self, pid: int) -> bool:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            self._statuses[pid] = os.waitstatus_to_exitcode(status)
        return bool(done)


def _hung_up(client: socket.socket) -> bool:
    with contextlib.suppress(BlockingIOError):
        return client.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b""
    return False


def run_in_child(job: Job, client: socket.socket, start: Start) -> int:
    """Fork a session for `job` and return its pid; the caller goes on serving."""
    pid = os.fork()
    if pid:
        return pid
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the client, whose hang-up ends this session
        Session(client, start).run(job)
    finally:
        os._exit(0)
