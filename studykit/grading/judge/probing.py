"""The judge's side of a probe call: hands it to a worker, waits no longer than allowed, and replaces a worker that is lost."""

import contextlib
import hashlib
import math
import secrets
import socket
import time
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import torch

from studykit.grading import frames, values
from studykit.grading.clean import clean
from studykit.grading.job import Job
from studykit.grading.judge import losses
from studykit.grading.judge.budget import used_by
from studykit.grading.judge.calls import NOT_KEPT, Call, Failed, size_of
from studykit.grading.judge.failures import ProbeFailed, call_failed, import_failed, read_error
from studykit.grading.judge.link import READ_BYTES, Link
from studykit.grading.judge.pack_faults import died_before, setup_failed, unreadable
from studykit.grading.requests import as_bytes
from studykit.grading.setup import How, Setup
from studykit.grading.text_lines import lines

KEPT_BYTES = 64 << 20  # of a submission's answers; what goes beyond is compared by the tests and not kept for the diagnosis
START_SECONDS = 60.0  # a cold worker imports torch before it says hello
IMPORT_SECONDS = 10.0  # a submission may import a large library


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


class Workers:
    """Hands probe calls to the current worker and starts another when one is lost.

    After each call `used` are the names of the submission that the probe used, `forbidden` grows by what was seen, and `printed` holds
    what the submission printed since `begin_test`.
    """

    def __init__(self, job: Job, device: torch.device, control: socket.socket) -> None:
        self._job = job
        self._device = device
        self._control = control
        self._line_count = len(lines(job.source))
        self._deadline = math.inf
        self._kept_bytes = 0
        self._used_by_ended = 0.0
        self._current: Link | None = None
        self._is_ready = False
        self._test = ""
        self.calls: list[Call] = []
        self.used: tuple[str, ...] = ()
        self.forbidden: list[tuple[str, int]] = []
        self.printed = ""

    def call(self, name: str, seed: int, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Run one probe and give its plain data. Raises ProbeFailed, ImportFailed if a fresh worker cannot import the submission, or
        PackBroken if it could not even begin with that."""
        request = as_bytes((seed, name, args, kwargs))
        if time.monotonic() > self._deadline:
            raise losses.no_time_left(self._job.tests_seconds)
        try:
            answer = self.replay(request)
        except ProbeFailed as failed:
            self.calls.append(Call(self._test, name, request, Failed(failed.outcome, failed.kind, failed.detail), self.used))
            raise
        self.calls.append(Call(self._test, name, request, answer if self._has_room(answer) else NOT_KEPT, self.used))
        return answer

    def begin(self) -> None:
        """The calls of all tests together may take so long from now on; the first one after that is refused."""
        self._deadline = time.monotonic() + self._job.tests_seconds

    def _has_room(self, answer: Any) -> bool:
        self._kept_bytes += size_of(answer)
        return self._kept_bytes <= KEPT_BYTES

    def replay(self, request: bytes, draws: Draws = NO_DRAWS, program: str | None = None) -> Any:
        """Make a recorded request; as `call`. `draws` are random numbers to be used in the place of those that it would draw, `program`
        is the text of one of the pack's programs that is to answer it instead: only where no submission runs."""
        self.used = ()
        worker = self.ready()
        reply, body = self._asked(worker, request, How.ANSWER, self._job.time_limit, draws, program)
        self._keep_printed(worker)
        self.used = _names(reply.get("used"))
        self._keep_forbidden(reply)
        if "error" in reply:
            raise call_failed(read_error(reply["error"], self._job))
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
            reply, _ = self._asked(worker, request, How.GRAPH, seconds)
            self._keep_printed(worker)
        except ProbeFailed:
            reply = {}
        self.printed = printed
        return reply

    def draws(self, request: bytes, program: str | None = None) -> Draws:
        """The random numbers that a recorded request draws, in order; none if it fails. `program` as in `replay`."""
        try:
            worker = self.ready()
            reply, body = self._asked(worker, request, How.DRAWS, self._job.time_limit, program=program)
            found = values.decode(reply.get("value"), body, self._device)
        except (ProbeFailed, frames.ProtocolError):
            return NO_DRAWS
        pairs = found if isinstance(found, list) else []
        drawn = tuple((kind, numbers) for kind, numbers in pairs if isinstance(kind, str) and isinstance(numbers, torch.Tensor))
        return Draws(as_bytes(drawn)) if drawn else NO_DRAWS

    @property
    def pid(self) -> int | None:
        """The process of the current worker, if there is one."""
        return self._current.pid if self._current else None

    @property
    def seconds_used(self) -> float:
        """Processor seconds of the current worker and of those before it."""
        return self._used_by_ended + (used_by(self._current.pid) if self._current else 0.0)

    def ready(self) -> Link:
        """The current worker, started and past its import."""
        worker = self.start_ahead()
        if not self._is_ready:
            self._is_ready = True
            self._imported(worker, "hello", START_SECONDS)
            self._prepared(worker)
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
        folder = str(Path(job.probes).parent)
        try:
            probes = Path(job.probes).read_text(encoding="utf-8")
        except OSError as error:
            raise unreadable(job.probes, error) from None
        return Setup(job.source, job.file_name, probes, folder, job.memory_limit, self._device.type, job.forbids, job.needs, job.layers)

    def _asked(
        self, worker: Link, request: bytes, how: How, seconds: float, draws: Draws = NO_DRAWS, program: str | None = None
    ) -> tuple[dict[str, Any], bytes]:
        if worker.has_spoken:
            raise self._broken(worker, frames.ProtocolError("an answer before any question"))
        nonce = secrets.token_hex(16)
        try:
            return worker.exchange(nonce, (nonce, request, how, draws.packed, program), seconds)
        except (frames.DeadlinePassed, frames.Hangup, frames.ProtocolError) as error:
            raise self._lost(worker, error, seconds) from None

    def _prepared(self, worker: Link) -> None:
        """Wait for the word that probes and bans are in place: until then nothing of the submission runs, so what fails is the pack's."""
        try:
            reply = worker.receive("ready", time.monotonic() + START_SECONDS)[0]
        except (frames.DeadlinePassed, frames.Hangup, frames.ProtocolError) as error:
            raise died_before(self._job, self._lost(worker, error, START_SECONDS)) from None
        if "broken" in reply:
            raise setup_failed(reply["broken"], self._job)

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
            return losses.timed_out(seconds, self._in_file(line))
        if isinstance(error, frames.Hangup):
            status = self._end(worker)
            return losses.ended(status, self._in_file(worker.last_line(self._job.file_name)), "scratch" in self._job.needs)
        return self._broken(worker, error)

    def _broken(self, worker: Link, error: Exception) -> ProbeFailed:
        worker.kill()
        self._end(worker)
        return losses.broken(error)

    def _end(self, worker: Link) -> int | None:
        self._keep_printed(worker)
        self._used_by_ended += used_by(worker.pid)  # known until the supervisor has taken its exit code
        self._current = None
        return worker.end()

    def _keep_printed(self, worker: Link) -> None:
        self.printed += clean(worker.printed(READ_BYTES - len(self.printed)), READ_BYTES)

    def _keep_forbidden(self, reply: dict[str, Any]) -> None:
        found = reply.get("forbidden")
        for entry in found if isinstance(found, list) else []:
            if isinstance(entry, list) and len(entry) == 2 and isinstance(entry[0], str):
                self.forbidden.append((entry[0], self._in_file(entry[1]) or 0))

    def _in_file(self, line: object) -> int | None:
        """A line that the worker names, if the submission has it."""
        return line if type(line) is int and 0 < line <= self._line_count else None


def replayed(workers: Workers, request: bytes, draws: Draws = NO_DRAWS, program: str | None = None) -> Any:
    """The answer to a recorded request, made again: a plain value, or Failed."""
    try:
        return workers.replay(request, draws, program)
    except ProbeFailed as failed:
        return Failed(failed.outcome, failed.kind, failed.detail)


def _names(found: object) -> tuple[str, ...]:
    return tuple(name[:100] for name in found[:50] if isinstance(name, str)) if isinstance(found, list) else ()
