"""The judge's side of a probe call: hands it to a worker, waits no longer than allowed, and replaces a worker that is lost."""

import contextlib
import pickle
import secrets
import socket
import time
from typing import Any

import torch

from studykit.grading import frames, values
from studykit.grading.clean import clean
from studykit.grading.job import Job
from studykit.grading.judge import losses
from studykit.grading.judge.calls import Call, Failed
from studykit.grading.judge.failures import ProbeFailed, call_failed, import_failed, read_error
from studykit.grading.judge.link import READ_BYTES, Link
from studykit.grading.setup import Setup

START_SECONDS = 60.0  # a cold worker imports torch before it says hello
IMPORT_SECONDS = 10.0  # a submission may import a large library


class Workers:
    """Hands probe calls to the current worker and starts another when one is lost.

    After each call `line` is where the function that was called begins, `forbidden` grows by what was seen, and `printed` holds
    what the submission printed since `begin_test`.
    """

    def __init__(self, job: Job, device: torch.device, control: socket.socket) -> None:
        self._job = job
        self._device = device
        self._control = control
        self._current: Link | None = None
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
        reply, body = self._asked(worker, request, is_watched=False, seconds=self._job.time_limit)
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
        worker, printed = self._current, self.printed
        try:
            reply, _ = self._asked(worker, request, is_watched=True, seconds=seconds)
            self._keep_printed(worker)
        except ProbeFailed:
            reply = {}
        self.printed = printed
        return reply

    def ready(self) -> Link:
        """The current worker, started and past its import."""
        worker = self.start_ahead()
        if not self._is_ready:
            self._is_ready = True
            self._imported(worker, "hello", START_SECONDS)
            reply = self._imported(worker, "import", max(self._job.time_limit, IMPORT_SECONDS))
            self._keep_printed(worker)
            self._keep_forbidden(reply)
            if "error" in reply:
                raise import_failed(read_error(reply["error"], self._job))
        return worker

    def start_ahead(self) -> Link:
        """The current worker, started and told what to import, but perhaps not ready."""
        if self._current is None:
            self._current, self._is_ready = Link(self._control), False
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
            self._current.kill()
            self._end(self._current)

    def __enter__(self) -> "Workers":
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def _setup(self) -> Setup:
        job = self._job
        return Setup(job.source, job.file_name, job.probes, job.memory_limit, self._device.type, job.forbids, job.needs, job.layers)

    def _asked(self, worker: Link, request: bytes, is_watched: bool, seconds: float) -> tuple[dict[str, Any], bytes]:
        if worker.has_spoken:
            raise self._broken(worker, frames.ProtocolError("an answer before any question"))
        nonce = secrets.token_hex(16)
        try:
            return worker.exchange(nonce, (nonce, request, is_watched), seconds)
        except (frames.DeadlinePassed, frames.Hangup, frames.ProtocolError) as error:
            raise self._lost(worker, error, seconds) from None

    def _imported(self, worker: Link, nonce: str, seconds: float) -> dict[str, Any]:
        try:
            return worker.receive(nonce, time.monotonic() + seconds)[0]
        except (frames.DeadlinePassed, frames.Hangup, frames.ProtocolError) as error:
            raise losses.while_imported(self._lost(worker, error, seconds)) from None

    def _lost(self, worker: Link, error: Exception, seconds: float) -> ProbeFailed:
        if isinstance(error, frames.DeadlinePassed):
            line = worker.where_it_stands(self._job.file_name)
            worker.kill()
            self._end(worker)
            return losses.timed_out(seconds, line)
        if isinstance(error, frames.Hangup):
            status = self._end(worker)
            return losses.ended(status, worker.last_line(self._job.file_name), "scratch" in self._job.needs)
        return self._broken(worker, error)

    def _broken(self, worker: Link, error: Exception) -> ProbeFailed:
        worker.kill()
        self._end(worker)
        return losses.broken(error)

    def _end(self, worker: Link) -> int | None:
        self._keep_printed(worker)
        self._current = None
        return worker.end()

    def _keep_printed(self, worker: Link) -> None:
        self.printed += clean(worker.printed(READ_BYTES - len(self.printed)), READ_BYTES)

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
