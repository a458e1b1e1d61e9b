"""The caller's side of grading: starts the server, hands it jobs, and turns the judge's events into a report. No torch here."""

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from typing import Any

from studykit.errors import GraderError, StudykitError
from studykit.grading import frames
from studykit.grading.job import Job
from studykit.grading.report import Failure, Outcome, Report, Result, Verdict, not_run, verdict

START_SECONDS = 120.0

Progress = Callable[[tuple[Result, ...], Result | None], None]

# One thread each: a parallel operation in a parent and another in its forked child would wait for ever.
_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


class Grader:
    """A running grading server; a context manager. Several threads may grade through it at once.

    Raises GraderError when the server or a suite fails, StudykitError when the asked device is not there.
    """

    def __init__(self, start: str = "auto") -> None:
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the grader
        self._asking = threading.Lock()
        self._control, theirs = socket.socketpair()
        command = [sys.executable, "-m", "studykit.grading.server", str(theirs.fileno()), *([start] if start != "auto" else [])]
        self._server = subprocess.Popen(
            command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, stdout=self._log, stderr=self._log, env=_environment()
        )
        theirs.close()

    def __enter__(self) -> "Grader":
        return self

    def __exit__(self, *raised: object) -> None:
        self._control.close()
        self._server.terminate()
        self._server.wait()
        self._log.close()

    @property
    def pid(self) -> int:
        """The server's process id."""
        return self._server.pid

    def wait_until_ready(self) -> None:
        """Return once the server has imported all it needs."""
        try:
            frames.receive_json(self._control, time.monotonic() + START_SECONDS)
        except (frames.Hangup, frames.DeadlinePassed):
            raise self._failed("The grading server did not start") from None

    def begin(self, job: Job) -> "Running":
        """Start to grade one job."""
        started = time.monotonic()
        ours, theirs = socket.socketpair()
        try:
            with self._asking, theirs:
                socket.send_fds(self._control, [b"j"], [theirs.fileno()])
                frames.send_json(self._control, job.as_json())
        except OSError as error:
            ours.close()
            raise self._failed(f"The grading server is gone ({error})") from None
        except frames.Hangup:
            ours.close()
            raise self._failed("The grading server is gone") from None
        return Running(job, ours, started, self._failed)

    def grade(self, job: Job, progress: Progress = lambda results, latest: None) -> Report:
        """Grade one job. `progress` gets all results so far and the latest: first with every test not run, then after each test."""
        return self.begin(job).report(progress)

    def _failed(self, what: str) -> GraderError:
        size = os.fstat(self._log.fileno()).st_size
        tail = os.pread(self._log.fileno(), 2000, max(0, size - 2000)).decode(errors="replace").strip()
        return GraderError(f"{what}; your file was not judged. Its last words:\n{tail}\nTry again; `studykit doctor` checks the set-up.")


class Cancelled(Exception):
    """The grade was given up by `Running.cancel`."""


class Running:
    """A grade under way; hanging up ends its processes."""

    def __init__(self, job: Job, channel: socket.socket, started: float, failed: Callable[[str], GraderError]) -> None:
        self._job = job
        self._channel = channel
        self._started = started
        self._failed = failed
        self._cancelled = False
        self._results: dict[str, Result] = {}
        self._failure: Failure | None = None

    def report(self, progress: Progress = lambda results, latest: None) -> Report:
        """Wait for the verdict. Raises Cancelled if another thread cancels, GraderError if none comes."""
        with self._channel:
            try:
                while True:
                    event = frames.receive_json(self._channel)
                    if event["event"] == "finished":
                        return self._finished(event, time.monotonic() - self._started)
                    self._take(event, progress)
            except frames.Hangup:
                if self._cancelled:
                    raise Cancelled from None
                raise self._failed(f"The grader ended without a verdict on {self._job.exercise}") from None

    def cancel(self) -> None:
        """Give the grade up, from any thread."""
        self._cancelled = True
        with contextlib.suppress(OSError):
            self._channel.shutdown(socket.SHUT_RDWR)

    def _take(self, event: dict[str, Any], progress: Progress) -> None:
        match event["event"]:
            case "collected":
                self._results = {test["name"]: _result(test) for test in event["tests"]}
                progress(tuple(self._results.values()), None)
            case "test":
                self._results[event["name"]] = _result(event)
                progress(tuple(self._results.values()), self._results[event["name"]])
            case "invalid":
                self._failure = Failure(Verdict(event["verdict"]), event["message"], event["line"], event["printed"])
            case "refused":
                raise StudykitError(event["message"])
            case "broken":
                raise GraderError(f"The hidden suite of {self._job.exercise} is broken; your file was not judged.\n{event['message']}")

    def _finished(self, event: dict[str, Any], seconds: float) -> Report:
        results = tuple(self._results.values())
        if self._failure is not None:
            results = not_run(results, "Not run: your file could not be imported.")
        judged = self._failure.verdict if self._failure else verdict(results)
        job = self._job
        return Report(job.exercise, judged, job.seed, event["device"], seconds, event["seconds"], results, self._failure)


def _result(fields: dict[str, Any]) -> Result:
    fields = {name: value for name, value in fields.items() if name != "event"}
    return Result(**{**fields, "outcome": Outcome(fields["outcome"]), "cards": tuple(fields["cards"])})


def _environment() -> dict[str, str]:
    return {**os.environ, **_ONE_THREAD}
