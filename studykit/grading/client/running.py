"""A grade under way, seen from the client: reads the judge's events and makes the report of them."""

import contextlib
import socket
import time
from collections.abc import Callable, Generator, Sequence
from dataclasses import replace
from typing import Any

from studykit.errors import GraderError, StudykitError
from studykit.grading import frames
from studykit.grading.address import START_SECONDS
from studykit.grading.curves import Curves
from studykit.grading.grade_report import Diagnosis, Failure, Outcome, Report, Result, Verdict, not_run, verdict
from studykit.grading.job import Job
from studykit.grading.places import placed

# Is told all results so far and the latest: first all, none of them run, and None; then after each test; last, when the verdict is known
# and a diagnosis may be to come, all and None again.
Progress = Callable[[tuple[Result, ...], Result | None], None]


class Cancelled(Exception):
    """The grade was given up by `Running.cancel`."""


class Running:
    """A grade under way, or several of one suite; hanging up ends its processes.

    `started` is a `time.monotonic()` value: the first word must come START_SECONDS later at most, each verdict when its job's time is
    over, or the grader has failed.
    """

    def __init__(self, jobs: Sequence[Job], channel: socket.socket, started: float, failed: Callable[[str], GraderError]) -> None:
        self.jobs = jobs
        self._channel = channel
        self._started = started
        self._failed = failed
        self._cancelled = False
        self._allowed = 0.0
        with contextlib.suppress(frames.Hangup, frames.DeadlinePassed):  # whoever waits for the report hears of it
            frames.send_json(channel, [job.as_json() for job in jobs], started + START_SECONDS)

    def report(self, progress: Progress = lambda results, latest: None) -> Report:
        """Wait for the first verdict. Raises Cancelled if another thread cancels before it is known, GraderError if none comes."""
        with contextlib.closing(self.reports(progress)) as reports:
            return next(reports)

    def reports(self, progress: Progress = lambda results, latest: None) -> Generator[Report, None, None]:
        """Each job's report as soon as it is there; errors as of `report`."""
        with self._channel:
            for job in self.jobs:
                yield self._read(job, progress)

    @property
    def is_closed(self) -> bool:
        """Whether all reports were read, or the reading was left."""
        return self._channel.fileno() < 0

    def cancel(self) -> None:
        """Give the grade up, from any thread; a verdict that is known by then is reported, without a diagnosis."""
        self._cancelled = True
        with contextlib.suppress(OSError):
            self._channel.shutdown(socket.SHUT_RDWR)

    def _read(self, job: Job, progress: Progress) -> Report:
        coming, began = _Coming(job), time.monotonic()
        try:
            while (event := self._next_event(job))["event"] != "finished":
                self._allowed = sum(each.seconds_at_most for each in self.jobs)
                coming.take(event, progress)
        except (KeyboardInterrupt, Cancelled):
            if (report := coming.without_diagnosis(self._waited())) is None:
                raise
            return report  # who stops waiting for the diagnosis keeps the verdict
        except GraderError:
            if (report := coming.without_diagnosis(self._waited())) is not None:
                return report
            # What is known by then is told, if it was the time that ended: the next try would take as long.
            if not coming.has_begun or not self._is_over():
                raise
            return coming.cut_off(self._waited())
        return coming.finished(event, self._waited() if job is self.jobs[0] else time.monotonic() - began)

    def _next_event(self, job: Job) -> dict[str, Any]:
        try:
            event: dict[str, Any] = frames.receive_json(self._channel, self._started + START_SECONDS + self._allowed)
        except frames.DeadlinePassed:
            raise self._failed(f"The grader gave no verdict on {job.exercise} in {self._waited():.0f} s") from None
        except (frames.ProtocolError, ValueError) as error:
            if self._cancelled:
                raise Cancelled from None
            raise self._failed(self._why_no_verdict(job, error)) from None
        return event

    def _is_over(self) -> bool:
        return bool(self._allowed) and self._waited() >= self._allowed

    def _waited(self) -> float:
        return time.monotonic() - self._started

    def _why_no_verdict(self, job: Job, error: Exception) -> str:
        if not isinstance(error, frames.Hangup):
            return f"The grader's answer on {job.exercise} cannot be read ({error})"
        if self._is_over():
            return f"The grade of {job.exercise} took longer than {self._allowed:g} s and was stopped"
        return f"The grader ended without a verdict on {job.exercise}"


class _Coming:
    """A report as far as it has come."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._results: dict[str, Result] = {}
        self._failure: Failure | None = None
        self._diagnoses: list[Diagnosis] = []
        self._is_compared = True
        self._judged: dict[str, Any] | None = None
        self._capsule: str | None = None
        self._recorded: dict[str, Any] = {}

    def take(self, event: dict[str, Any], progress: Progress) -> None:
        """Keep what an event says."""
        match event["event"]:
            case "collected":
                self._results = {test["name"]: self._result(test) for test in event["tests"]}
                progress(tuple(self._results.values()), None)
            case "test":
                self._results[event["name"]] = self._result(event)
                progress(tuple(self._results.values()), self._results[event["name"]])
            case "invalid":
                failure = Failure(Verdict(event["verdict"]), event["message"], event["line"], event["printed"])
                self._failure = placed(failure, self._job.cells)
            case "diagnosis":
                cards = tuple(event["cards"])
                self._diagnoses.append(Diagnosis(event["mistake"], event["says"], cards, event["function"], event["is_partial"]))
            case "cut_off":
                self._is_compared = False
            case "judged":
                self._judged = event
                progress(tuple(self._results.values()), None)
            case "capsule":
                self._capsule = event["text"]
            case "recorded":
                self._recorded |= event["values"]
            case "refused":
                raise StudykitError(event["message"])
            case "broken":
                from studykit.grading.client.broken import broken_exercise  # start-up time: few packs are broken

                raise broken_exercise(self._job, event["message"])

    def _result(self, fields: dict[str, Any]) -> Result:
        return placed(_result(fields), self._job.cells)

    @property
    def has_begun(self) -> bool:
        """Whether the tests are known."""
        return bool(self._results)

    def without_diagnosis(self, seconds: float) -> Report | None:
        """The report, if the tests are done and only the comparison with known mistakes is to come."""
        if self._judged is None:
            return None
        self._is_compared = False
        return self.finished(self._judged, seconds)

    def cut_off(self, seconds: float) -> Report:
        """The report as far as it has come, when no more is waited for."""
        message = f"Not run: the grade was stopped after {seconds:.0f} s."
        for name, result in self._results.items():
            if result.outcome is Outcome.NOT_RUN:
                self._results[name] = replace(result, outcome=Outcome.TIMED_OUT, message=message)
        return self.finished({"device": self._job.device, "seconds": seconds}, seconds)

    def finished(self, event: dict[str, Any], seconds: float) -> Report:
        """The report, after the last event."""
        results = tuple(self._results.values())
        if self._failure is not None:
            results = not_run(results, "Not run: your file could not be imported.")
        judged = self._failure.verdict if self._failure else verdict(results)
        job = self._job
        return Report(
            job.exercise,
            judged,
            job.seed,
            event["device"],
            seconds,
            event["seconds"],
            results,
            self._failure,
            tuple(self._diagnoses),
            self._capsule,
            self._recorded,
            self._is_compared,
            job.source,
        )


def _result(fields: dict[str, Any]) -> Result:
    fields = {name: value for name, value in fields.items() if name != "event"}
    return Result(
        **{**fields, "outcome": Outcome(fields["outcome"]), "cards": tuple(fields["cards"]), "curves": Curves.from_json(fields["curves"])}
    )
