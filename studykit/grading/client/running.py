"""A grade under way, seen from the client: reads the judge's events and makes the report of them."""

import contextlib
import socket
import time
from collections.abc import Callable
from typing import Any

from studykit.errors import GraderError, StudykitError
from studykit.grading import frames
from studykit.grading.address import START_SECONDS
from studykit.grading.curves import Curves
from studykit.grading.grade_report import Diagnosis, Failure, Outcome, Report, Result, Verdict, not_run, verdict
from studykit.grading.job import Job

Progress = Callable[[tuple[Result, ...], Result | None], None]


class Cancelled(Exception):
    """The grade was given up by `Running.cancel`."""


class Running:
    """A grade under way; hanging up ends its processes.

    `started` is a `time.monotonic()` value: the first word must come START_SECONDS later at most, the verdict when the job's time is
    over, or the grader has failed.
    """

    def __init__(self, job: Job, channel: socket.socket, started: float, failed: Callable[[str], GraderError]) -> None:
        self.job = job
        self._channel = channel
        self._started = started
        self._failed = failed
        self._cancelled = False
        self._allowed = 0.0
        self._results: dict[str, Result] = {}
        self._failure: Failure | None = None
        self._diagnosis: Diagnosis | None = None
        self._capsule: str | None = None
        self._recorded: dict[str, Any] = {}

    def report(self, progress: Progress = lambda results, latest: None) -> Report:
        """Wait for the verdict. Raises Cancelled if another thread cancels, GraderError if none comes."""
        with self._channel:
            while (event := self._next_event())["event"] != "finished":
                self._take(event, progress)
            return self._finished(event, self._waited())

    def cancel(self) -> None:
        """Give the grade up, from any thread."""
        self._cancelled = True
        with contextlib.suppress(OSError):
            self._channel.shutdown(socket.SHUT_RDWR)

    def _next_event(self) -> dict[str, Any]:
        try:
            event: dict[str, Any] = frames.receive_json(self._channel, self._started + START_SECONDS + self._allowed)
        except frames.DeadlinePassed:
            raise self._failed(f"The grader gave no verdict on {self.job.exercise} in {self._waited():.0f} s") from None
        except (frames.ProtocolError, ValueError) as error:
            if self._cancelled:
                raise Cancelled from None
            raise self._failed(self._why_no_verdict(error)) from None
        return event

    def _waited(self) -> float:
        return time.monotonic() - self._started

    def _why_no_verdict(self, error: Exception) -> str:
        if not isinstance(error, frames.Hangup):
            return f"The grader's answer on {self.job.exercise} cannot be read ({error})"
        if self._allowed and self._waited() >= self._allowed:
            return f"The grade of {self.job.exercise} took longer than {self._allowed:g} s and was stopped"
        return f"The grader ended without a verdict on {self.job.exercise}"

    def _take(self, event: dict[str, Any], progress: Progress) -> None:
        self._allowed = self.job.seconds_at_most
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
            case "recorded":
                self._recorded |= event["values"]
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
            self._recorded,
        )


def _result(fields: dict[str, Any]) -> Result:
    fields = {name: value for name, value in fields.items() if name != "event"}
    return Result(
        **{**fields, "outcome": Outcome(fields["outcome"]), "cards": tuple(fields["cards"]), "curves": Curves.from_json(fields["curves"])}
    )
