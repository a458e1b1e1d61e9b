"""The judge's side of a probe call: sends it to a worker, waits no longer than allowed, and replaces a worker that is lost."""

import contextlib
import json
import os
import pickle
import re
import secrets
import signal
import socket
import time
from dataclasses import dataclass
from typing import Any

import torch

from studykit.grading import frames, values
from studykit.grading.clean import clean
from studykit.grading.grade_report import Outcome, Verdict
from studykit.grading.job import Job
from studykit.grading.judge.failures import ImportFailed, ProbeFailed, call_failed, import_failed, read_error
from studykit.grading.worker.worker import Setup

START_SECONDS = 60.0  # a cold worker imports torch before it says hello
IMPORT_SECONDS = 10.0  # a submission may import a large library
SHOWN_BYTES = 32 << 10


@dataclass(frozen=True, slots=True)
class Failed:
    """How a call failed: an exception of this kind, or without a kind the loss of the process."""

    outcome: Outcome
    kind: str
    detail: str

    @property
    def is_error(self) -> bool:
        """Whether it was an exception, which another file may raise alike."""
        return bool(self.kind)


@dataclass(frozen=True, slots=True)
class Call:
    """One probe call of a test: the request, to be made again, and the answer, a plain value or Failed."""

    test: str
    request: bytes
    answer: Any


@dataclass
class Worker:
    """A running worker: its process, its channel and the files it prints to."""

    pid: int
    channel: socket.socket
    output: int
    trace: int
    read_so_far: int = 0


class Workers:
    """Hands probe calls to the current worker and starts another when one is lost.

    After each call `line` is where the function that was called begins, `forbidden` grows by what was seen, and `printed` holds
    what the submission printed since `forget_printed`.
    """

    def __init__(self, job: Job, device: torch.device, control: socket.socket) -> None:
        self._job = job
        self._device = device
        self._control = control
        self._current: Worker | None = None
        self._is_ready = False
        self._test = ""
        self.calls: list[Call] = []
        self.line: int | None = None
        self.forbidden: list[tuple[str, int]] = []
        self.printed = ""

    def call(self, name: str, seed: int, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Run one probe and give its plain data. Raises ProbeFailed, or ImportFailed if a fresh worker cannot import."""
        request = pickle.dumps((seed, name, args, kwargs))
        try:
            answer = self.replay(request)
        except ProbeFailed as failed:
            self.calls.append(Call(self._test, request, Failed(failed.outcome, failed.kind, failed.detail)))
            raise
        self.calls.append(Call(self._test, request, answer))
        return answer

    def replay(self, request: bytes) -> Any:
        """Make a recorded request; as `call`."""
        worker = self.ready()
        self._refuse_stray_bytes(worker)
        nonce = secrets.token_hex(16)
        reply, body = self._exchange(worker, nonce, (nonce, request, False), self._job.time_limit)
        self._keep_printed(worker)
        self.line = reply.get("line") if isinstance(reply.get("line"), int) else None
        self._keep_forbidden(reply)
        if "error" in reply:
            raise call_failed(read_error(reply["error"], self._job), self.line)
        try:
            return values.decode(reply.get("value"), body, self._device)
        except frames.ProtocolError as error:
            raise self._broken(worker, error) from None

    def watch_graph(self, request: bytes, seconds: float) -> dict[str, Any]:
        """Make a recorded request again, and give the worker's word on where its graph ended; {} if that fails. Nothing else is kept."""
        if self._current is None:
            return {}
        worker, printed, nonce = self._current, self.printed, secrets.token_hex(16)
        try:
            self._refuse_stray_bytes(worker)
            reply, _ = self._exchange(worker, nonce, (nonce, request, True), seconds)
            self._keep_printed(worker)
        except ProbeFailed:
            reply = {}
        self.printed = printed
        return reply

    def ready(self) -> Worker:
        """The current worker, started and past its import."""
        worker = self.start_ahead()
        if not self._is_ready:
            self._is_ready = True
            self._receive(worker, "hello", START_SECONDS)
            reply, _ = self._receive(worker, "import", max(self._job.time_limit, IMPORT_SECONDS))
            self._keep_printed(worker)
            self._keep_forbidden(reply)
            if "error" in reply:
                raise import_failed(read_error(reply["error"], self._job))
        return worker

    def start_ahead(self) -> Worker:
        """The current worker, started and told what to import, but perhaps not ready."""
        if self._current is None:
            self._current, self._is_ready = self._start(), False
            with contextlib.suppress(frames.Hangup, frames.DeadlinePassed):  # `ready` finds out what became of it
                frames.send_pickle(self._current.channel, self._setup(), time.monotonic() + START_SECONDS)
        return self._current

    def begin_test(self, name: str) -> None:
        """A new test begins: calls are its own from now on, and what was printed before is not."""
        self._test = name
        self.printed = ""

    def close(self) -> None:
        """End the current worker."""
        if self._current is not None:
            self._end(self._current, kill=True)

    def __enter__(self) -> "Workers":
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def _start(self) -> Worker:
        frames.send_json(self._control, {"do": "worker"})
        answer, fds, _, _ = socket.recv_fds(self._control, 64, 3)
        return Worker(json.loads(answer), socket.socket(fileno=fds[0]), fds[1], fds[2])

    def _setup(self) -> Setup:
        job = self._job
        return Setup(job.source, job.file_name, job.probes, job.memory_limit, self._device.type, job.forbids, job.needs, job.layers)

    def _exchange(self, worker: Worker, nonce: str, request: object, seconds: float) -> tuple[dict[str, Any], bytes]:
        deadline = time.monotonic() + seconds
        # Whatever is wrong shows again when the answer is awaited.
        with contextlib.suppress(frames.Hangup, frames.DeadlinePassed):
            frames.send_pickle(worker.channel, request, deadline)
        return self._receive(worker, nonce, seconds, deadline)

    def _receive(self, worker: Worker, nonce: str, seconds: float, deadline: float | None = None) -> tuple[dict[str, Any], bytes]:
        deadline = deadline or time.monotonic() + seconds
        importing = nonce in ("hello", "import")
        try:
            header, body = frames.receive(worker.channel, deadline)
            reply = json.loads(header)
            if not isinstance(reply, dict) or reply.get("nonce") != nonce:
                raise frames.ProtocolError("an answer to no question")
        except frames.DeadlinePassed:
            raise _at(importing, self._timed_out(worker, seconds)) from None
        except frames.Hangup:
            raise _at(importing, self._ended(worker)) from None
        except (frames.ProtocolError, ValueError, RecursionError) as error:
            raise _at(importing, self._broken(worker, error)) from None
        return reply, body

    def _refuse_stray_bytes(self, worker: Worker) -> None:
        worker.channel.settimeout(0)
        with contextlib.suppress(BlockingIOError, OSError):
            if worker.channel.recv(1, socket.MSG_PEEK):
                raise self._broken(worker, frames.ProtocolError("an answer before any question"))

    def _broken(self, worker: Worker, error: Exception) -> ProbeFailed:
        self._end(worker, kill=True)
        return ProbeFailed(Outcome.CRASHED, f"protocol: your code wrote to the grader's own channel ({error}).")

    def _timed_out(self, worker: Worker, seconds: float) -> ProbeFailed:
        line = self._where_it_stands(worker)
        self._end(worker, kill=True)
        where = f" in line {line}" if line else ""
        return ProbeFailed(Outcome.TIMED_OUT, f"Still running after {seconds:g} s{where}: is there a loop that never ends?", line)

    def _ended(self, worker: Worker) -> ProbeFailed:
        status = self._end(worker, kill=False)
        line = _last_line(worker.trace, self._job.file_name)
        where = f" in line {line}" if line else ""
        if status is None:
            return ProbeFailed(Outcome.CRASHED, f"Closed the connection to the judge and went on{where}; return a value instead.", line)
        if status == -signal.SIGXFSZ:
            wrote = "Wrote more than 8 MB into one file" if "scratch" in self._job.needs else "Printed more than 8 MB"
            return ProbeFailed(Outcome.CRASHED, f"{wrote} and was stopped: is there a print in an endless loop?", line)
        if status == -signal.SIGKILL:
            return ProbeFailed(Outcome.OUT_OF_MEMORY, "The system killed your code, most likely for the memory it took.", line)
        if status < 0:
            return ProbeFailed(Outcome.CRASHED, f"Crashed Python itself with {_signal_name(-status)}{where}.", line)
        return ProbeFailed(Outcome.CRASHED, f"Ended the whole process with exit code {status}{where}; return a value instead.", line)

    def _where_it_stands(self, worker: Worker) -> int | None:
        """Ask the worker's fault handler for its traceback: it answers even inside a loop that never lets go."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(worker.pid, signal.SIGUSR1)
        deadline = time.monotonic() + 0.3
        while time.monotonic() < deadline:
            if (line := _last_line(worker.trace, self._job.file_name)) is not None:
                return line
            time.sleep(0.01)
        return None

    def _end(self, worker: Worker, kill: bool) -> int | None:
        if kill:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(worker.pid, signal.SIGKILL)
        self._keep_printed(worker)
        frames.send_json(self._control, {"do": "end", "pid": worker.pid})
        status: int | None = frames.receive_json(self._control)
        worker.channel.close()
        self._current = None
        return status

    def _keep_printed(self, worker: Worker) -> None:
        room = SHOWN_BYTES - len(self.printed)
        printed = os.pread(worker.output, max(room, 0), worker.read_so_far)
        worker.read_so_far = os.fstat(worker.output).st_size
        self.printed += clean(printed.decode(errors="replace"), SHOWN_BYTES)

    def _keep_forbidden(self, reply: dict[str, Any]) -> None:
        found = reply.get("forbidden")
        for entry in found if isinstance(found, list) else []:
            if isinstance(entry, list) and len(entry) == 2 and isinstance(entry[0], str) and isinstance(entry[1], int):
                self.forbidden.append((entry[0], entry[1]))


def replayed(workers: Workers, request: bytes) -> Any:
    """The answer to a recorded request, made again: a plain value, or Failed."""
    try:
        return workers.replay(request)
    except ProbeFailed as failed:
        return Failed(failed.outcome, failed.kind, failed.detail)


def _at(importing: bool, failure: ProbeFailed) -> ProbeFailed:
    if not importing:
        return failure
    return ImportFailed(Verdict(failure.outcome.value), f"While your file was imported: {failure.message}", failure.line)


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:  # a real-time signal has a number only
        return f"signal {number}"


def _last_line(trace: int, file_name: str) -> int | None:
    """The innermost line of the submission in the last traceback that the fault handler wrote."""
    text = os.pread(trace, SHOWN_BYTES, 0).decode(errors="replace")
    lines = re.findall(rf'File "{re.escape(file_name)}", line (\d{{1,7}}) in', text)
    return int(lines[0]) if lines else None
