"""A grade under way, seen from the client: reads the judge's events and makes the report of them."""

import contextlib
import socket
import time
from collections.abc import Callable
from typing import Any

from studykit.errors import GraderError, StudykitError
from studykit.grading import frames
from studykit.grading.curves import Curves
from studykit.grading.job import Job
from studykit.grading.report import Diagnosis, Failure, Outcome, Report, Result, Verdict, not_run, verdict

START_SECONDS = 120.0  # a server imports torch, on a busy machine from a cold disk

Progress = Callable[[tuple[Result, ...], Result | None], None]


class Cancelled(Exception):
    """The grade was given up by `Running.cancel`."""


class Running:
    """A grade under way; hanging up ends its processes."""

    def __init__(self, job: Job, channel: socket.socket, started: float, failed: Callable[[str], GraderError]) -> None:
        self.job = job
        self._channel = channel
        self._started = started
        self._failed = failed
        self._cancelled = False
        self._results: dict[str, Result] = {}
        self._failure: Failure | None = None
        self._diagnosis: Diagnosis | None = None
        self._capsule: str | None = None

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
                raise self._failed(f"The grader ended without a verdict on {self.job.exercise}") from None

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
            case "diagnosis":
                self._diagnosis = Diagnosis(event["mistake"], event["says"], tuple(event["cards"]))
            case "capsule":
                self._capsule = event["text"]
            case "refused":
                raise StudykitError(event["message"])
            case "broken":
                raise GraderError(f"The hidden suite of {self.job.exercise} is broken; your file was not judged.\n{event['message']}")

    def _finished(self, event: dict[str, Any], seconds: float) -> Report:
        results = tuple(self._results.values())
        if self._failure is not None:
            results = not_run(results, "Not run: your file could not be imported.")
        judged = self._failure.verdict if self._failure else verdict(results)
        job = self.job
        return Report(
            job.exercise,
            judged,
            job.seed,
            event["device"],
            seconds,
            event["seconds"],
            results,
            self._failure,
            self._diagnosis,
            self._capsule,
        )


def _result(fields: dict[str, Any]) -> Result:
    fields = {name: value for name, value in fields.items() if name != "event"}
    return Result(
        **{**fields, "outcome": Outcome(fields["outcome"]), "cards": tuple(fields["cards"]), "curves": Curves.from_json(fields["curves"])}
    )
