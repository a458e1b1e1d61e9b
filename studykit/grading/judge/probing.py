"""The judge's side of a probe call: makes the request, reads the reply, keeps both."""

import hashlib
import math
import socket
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import torch

from studykit.grading import frames, values
from studykit.grading.job import Job
from studykit.grading.judge import losses
from studykit.grading.judge.calls import NOT_KEPT, Call, Failed, size_of
from studykit.grading.judge.failures import ProbeFailed, call_failed, read_error
from studykit.grading.judge.replies import Reply
from studykit.grading.judge.worker_process import WorkerProcess
from studykit.grading.requests import as_bytes
from studykit.grading.setup import How

KEPT_BYTES = 64 << 20  # of a submission's answers; what goes beyond is compared by the tests and not kept for the diagnosis


@dataclass(frozen=True, eq=False)
class Draws:
    """Random numbers by kind, in the order in which they are drawn; packed once, for the many programs that are to draw the same."""

    packed: bytes = b""

    def __bool__(self) -> bool:
        return bool(self.packed)

    @cached_property
    def digest(self) -> bytes:
        """The same for the same numbers."""
        return hashlib.sha256(self.packed).digest() if self.packed else b""


NO_DRAWS = Draws()


class Workers(WorkerProcess):
    """Hands probe calls to the submission's worker.

    After each call `used` are the names of the submission that the probe used, and `printed` holds what the submission printed since
    `begin_test`. `calls` are those of all tests.
    """

    def __init__(self, job: Job, device: torch.device, control: socket.socket) -> None:
        super().__init__(job, device.type, control)
        self._device = device
        self._deadline = math.inf
        self._kept_bytes = 0
        self._test = ""
        self._before = 0  # calls of the tests before
        self._ahead: deque[tuple[bytes, Reply]] = deque()
        self.calls: list[Call] = []
        self.used: tuple[str, ...] = ()

    def call(self, name: str, seed: int, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Run one probe and give its plain data. Raises ProbeFailed, ImportFailed if a fresh worker cannot import the submission, or
        PackBroken if it could not even begin with that."""
        request = as_bytes((seed, name, args, kwargs))
        reply = self._asked_ahead(request)
        if reply is None:
            if self._is_time_up:
                raise losses.no_time_left(self._job.tests_seconds)
            reply = self._ask(request)
        try:
            answer = self._read(reply)
        except ProbeFailed as failed:
            self._keep(name, request, reply, Failed(failed.outcome, failed.kind, failed.detail))
            raise
        self._keep(name, request, reply, answer)
        return answer

    def ask_ahead(self, request: bytes) -> Reply | None:
        """Make a request of the current test before the test does; None if no time is left. `call` takes the reply from here."""
        if self._is_time_up:
            return None
        reply = self._ask(request)
        self._ahead.append((request, reply))
        return reply

    def take_ahead(self, probes_and_answers: Sequence[tuple[str, Any]]) -> None:
        """Keep what was asked ahead as the calls of the current test, which need not run: the probe and the answer of each."""
        for (request, reply), (probe, answer) in zip(self._ahead, probes_and_answers, strict=True):
            self._keep(probe, request, reply, answer)
        self._ahead.clear()

    def begin(self) -> None:
        """The calls of all tests together may take so long from now on; the first one after that is refused."""
        self._deadline = time.monotonic() + self._job.tests_seconds

    def begin_test(self, name: str) -> None:
        """A new test begins, unless this one has asked ahead: calls are its own from now on, and what was printed before is not."""
        if not self._ahead:
            self._test = name
            self._before = len(self.calls)
            self.printed = ""

    def end_test(self) -> None:
        """The test is over, and what was asked ahead and not taken is of no other."""
        self._ahead.clear()

    @property
    def calls_of_test(self) -> list[Call]:
        """Those of the current test, or the case of it."""
        return self.calls[self._before :]

    def replay(self, request: bytes, draws: Draws = NO_DRAWS, program: str | None = None) -> Any:
        """Make a recorded request; as `call`. `draws` are random numbers to be used in the place of those that it would draw, `program`
        is the text of one of the pack's programs that is to answer it instead: only where no submission runs."""
        return self._read(self._ask(request, draws, program))

    def watch_graph(self, request: bytes, seconds: float) -> dict[str, Any]:
        """Make a recorded request again, and give the worker's word on where its graph ended; {} if that fails. Nothing else is kept."""
        if self.pid is None:
            return {}
        printed = self.printed
        try:
            reply, _ = self.exchange(request, How.GRAPH, seconds)
        except ProbeFailed:
            reply = {}
        self.printed = printed
        return reply

    def draws(self, request: bytes, program: str | None = None) -> Draws:
        """The random numbers that a recorded request draws, in order; none if it fails. `program` as in `replay`."""
        try:
            reply, body = self.exchange(request, How.DRAWS, self._job.time_limit, program=program)
            found = values.decode(reply.get("value"), body, self._device)
        except (ProbeFailed, frames.ProtocolError):
            return NO_DRAWS
        pairs = found if isinstance(found, list) else []
        drawn = tuple((kind, numbers) for kind, numbers in pairs if isinstance(kind, str) and isinstance(numbers, torch.Tensor))
        return Draws(as_bytes(drawn)) if drawn else NO_DRAWS

    @property
    def _is_time_up(self) -> bool:
        return time.monotonic() > self._deadline

    def _asked_ahead(self, request: bytes) -> Reply | None:
        if self._ahead and self._ahead[0][0] == request:
            return self._ahead.popleft()[1]
        self._ahead.clear()
        return None

    def _ask(self, request: bytes, draws: Draws = NO_DRAWS, program: str | None = None) -> Reply:
        try:
            return Reply(*self.exchange(request, How.ANSWER, self._job.time_limit, draws.packed, program))
        except ProbeFailed as lost:
            return Reply(lost=lost)

    def _read(self, reply: Reply) -> Any:
        self.used = reply.used
        if reply.lost is not None:
            raise reply.lost
        if "error" in reply.fields:
            raise call_failed(read_error(reply.fields["error"], self._job))
        try:
            return values.decode(reply.fields.get("value"), reply.body, self._device)
        except frames.ProtocolError as error:
            raise self.broken(error) from None

    def _keep(self, probe: str, request: bytes, reply: Reply, answer: Any) -> None:
        digest = b""
        if not isinstance(answer, Failed):
            self._kept_bytes += size_of(answer)
            answer, digest = (answer, reply.digest) if self._kept_bytes <= KEPT_BYTES else (NOT_KEPT, b"")
        self.calls.append(Call(self._test, probe, request, answer, reply.used, digest))


def replayed(workers: Workers, request: bytes, draws: Draws = NO_DRAWS, program: str | None = None) -> Any:
    """The answer to a recorded request, made again: a plain value, or Failed."""
    try:
        return workers.replay(request, draws, program)
    except ProbeFailed as failed:
        return Failed(failed.outcome, failed.kind, failed.detail)
