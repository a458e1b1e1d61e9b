"""The process that runs a submission, as long as the judge asks it: started, waited for no longer than allowed, replaced when lost."""

import contextlib
import secrets
import socket
import time
from pathlib import Path
from typing import Any, Self

from studykit.grading import frames
from studykit.grading.clean import clean
from studykit.grading.job import Job
from studykit.grading.judge import losses
from studykit.grading.judge.budget import used_by
from studykit.grading.judge.failures import ProbeFailed, import_failed, read_error
from studykit.grading.judge.link import READ_BYTES, Link
from studykit.grading.judge.pack_faults import died_before, setup_failed, unreadable
from studykit.grading.setup import How, Setup
from studykit.grading.text_lines import lines

START_SECONDS = 60.0  # a cold worker imports torch before it says hello
IMPORT_SECONDS = 10.0  # a submission may import a large library


class WorkerProcess:
    """One worker after the other. `forbidden` grows by what was seen, `printed` by what the submission printed."""

    def __init__(self, job: Job, device_type: str, control: socket.socket) -> None:
        self._job = job
        self._device_type = device_type
        self._control = control
        self._line_count = len(lines(job.source))
        self._used_by_ended = 0.0
        self._current: Link | None = None
        self._is_ready = False
        self.forbidden: list[tuple[str, int]] = []
        self.printed = ""

    @property
    def pid(self) -> int | None:
        """The process of the current worker, if there is one."""
        return self._current.pid if self._current else None

    @property
    def seconds_used(self) -> float:
        """Processor seconds of the current worker and of those before it."""
        return self._used_by_ended + (used_by(self._current.pid) if self._current else 0.0)

    def ready(self) -> Link:
        """The current worker, started and past its import. Raises ImportFailed if the submission cannot be imported, or PackBroken if not
        even that could begin."""
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

    def prepare_ahead(self) -> None:
        """Have what all workers of the exercise need done once, before they are forked. Raises PackBroken."""
        setup = self._setup()
        frames.send_json(self._control, {"do": "prepare", "forbids": setup.forbids, "probes": setup.probes})

    def start_ahead(self) -> Link:
        """The current worker, started and told what to import, but perhaps not ready."""
        if self._current is None:
            self._current, self._is_ready = Link(self._control), False
            with contextlib.suppress(frames.Hangup, frames.DeadlinePassed):  # `ready` finds out what became of it
                frames.send_pickle(self._current.channel, self._setup(), time.monotonic() + START_SECONDS)
        return self._current

    def exchange(
        self, request: bytes, how: How, seconds: float, draws: bytes = b"", program: str | None = None
    ) -> tuple[dict[str, Any], bytes]:
        """Header and body of the current worker's answer to a request. Raises ProbeFailed if the worker is lost, and as `ready`."""
        worker = self.ready()
        if worker.has_spoken:
            raise self.broken(frames.ProtocolError("an answer before any question"))
        nonce = secrets.token_hex(16)
        try:
            reply, body = worker.exchange(nonce, (nonce, request, how, draws, program), seconds)
        except (frames.DeadlinePassed, frames.Hangup, frames.ProtocolError) as error:
            raise self._lost(worker, error, seconds) from None
        self._keep_printed(worker)
        self._keep_forbidden(reply)
        return reply, body

    def broken(self, error: Exception) -> ProbeFailed:
        """End the current worker, whose answer was none."""
        self.close()
        return losses.broken(error)

    def close(self) -> None:
        """End the current worker."""
        if self._current is not None:
            self._current.kill()
            self._end(self._current)

    def __enter__(self) -> Self:
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
        return Setup(job.source, job.file_name, probes, folder, job.memory_limit, self._device_type, job.forbids, job.needs, job.layers)

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
        return self.broken(error)

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
