"""Grades an answer and records the grade: two steps, since a grade that is only looked at is not recorded."""

import os
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import datetime
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from studykit.content.exercise import DEVICES
from studykit.errors import GraderError, StudykitError
from studykit.grading.client.running import Progress
from studykit.grading.client.warm import WarmGrader
from studykit.grading.grade_report import Report, Verdict
from studykit.grading.job import Job, job_for
from studykit.grading.parse import requirements, unparsable
from studykit.study.clock import moment
from studykit.study.desk import Desk
from studykit.study.own_answers import keep_answer
from studykit.study.submission import Submission
from studykit.study.workspace import fingerprint, go_on_in

if TYPE_CHECKING:
    from studykit.grading.client.cold import Grader
    from studykit.progress.queries import Passed
    from studykit.progress.store import Store

Watching = Callable[[], AbstractContextManager[Progress]]
HIGHEST_SEED = 10_000  # of those that are drawn: short enough to be typed again


def job_of(submission: Submission, device: str = "auto", seed: int | None = None, capsule: str = "") -> Job:
    """The job for an answer, with a fresh seed unless one is given; `capsule` names a test of the suite, with or without `test_`. An
    untouched starter is not diagnosed: that would give its bug away. StudykitError if the suite has no such test, or for a device that is
    none of auto and DEVICES."""
    if device not in (known := ("auto", *DEVICES)):
        raise StudykitError(f"There is no device {device!r}; it is one of {', '.join(known)}.")
    seed = int.from_bytes(os.urandom(4), "big") % HIGHEST_SEED if seed is None else seed
    job = replace(job_for(submission.exercise, submission.text, submission.file_name, seed, device), cells=submission.cells)
    if submission.is_untouched:
        job = replace(job, diagnosis_seconds=0.0)
    return replace(job, capsule=_test_named(capsule, job)) if capsule else job


def open_grader(here: Desk, notice: Callable[[str], None] | None = None) -> "Grader | WarmGrader":
    """The background server, or a server of one's own where the settings say so; `notice` (the desk's) is told why the former cannot be
    had. To be used as a context manager. GraderError where there is no PyTorch."""
    if find_spec("torch") is None:  # no server could say it in one line
        raise GraderError(f"{sys.prefix} has no PyTorch: run `{sys.executable} -m pip install torch`, or use an environment that has it.")
    minutes = here.settings.server_idle_minutes
    if not minutes:
        from studykit.grading.client.cold import Grader  # start-up time: most grades are done by the background server

        return Grader()
    return WarmGrader(minutes * 60, notice or here.notice)


def unwatched() -> AbstractContextManager[Progress]:
    """Nobody looks on."""
    return nullcontext(lambda results, latest: None)


def grade(here: Desk, job: Job, watching: Watching = unwatched) -> Report:
    """Grade a job. `watching` is entered while the grader is at work already, and gives what is told of each result.

    Raises GraderError if the grader itself fails, StudykitError if the device that was asked for is not there."""
    if (report := unparsable(job)) is not None:
        with watching():
            return report
    with open_grader(here) as grader:
        running = grader.begin(job)
        with watching() as progress:
            return grader.finish(running, progress)


def record(here: Desk, store: "Store", submission: Submission, report: Report) -> None:
    """Put a grade into the log, with a nudge for each card that a failed test points at and for the hunt that a mistake brings; what passed
    is kept and no longer in progress, and what did not is the work in progress. A starter as it was written is nobody's try: its failure
    is not recorded."""
    from studykit.progress.events import MISTAKES, Draft, Kind  # start-up time: the verdict is there already

    item = submission.exercise.item
    if not report.passed and (submission.is_untouched or _is_as_handed_out(submission, store)):
        return
    failed = [result.name for result in report.results if result.outcome.value != "passed"]
    data: dict[str, Any] = {"verdict": report.verdict.value, "seed": report.seed, "device": report.device, "failed": failed}
    brought = []
    if report.diagnoses:
        from studykit.study.own_mistakes import hunts_brought  # start-up time: only for a mistake that is known

        data[MISTAKES] = [diagnosis.mistake for diagnosis in report.diagnoses]
        brought = hunts_brought(here.library, store, submission.exercise, report.diagnoses)
    nudged = () if report.verdict is Verdict.INVALID else report.failed_cards
    nudges = [Draft(Kind.NUDGED, f"card:{card}") for card in nudged if card in here.library.cards]
    now = moment(None)
    store.record_all([Draft(Kind.GRADED, item, data), *nudges, *brought], now)
    if report.passed:
        store.put_away(item, _passed(submission, now))
        keep_answer(here, submission.exercise, submission.text)
    elif submission.file is not None:
        go_on_in(submission.file, submission.exercise, store, now)


def _is_as_handed_out(submission: Submission, store: "Store") -> bool:
    """Whether it is the program of a bug hunt, which was handed out to be fixed, as it was written."""
    workspace = store.handed_out(submission.exercise.item)
    return workspace is not None and workspace.starter == fingerprint(submission.text)


def _passed(submission: Submission, now: datetime) -> "Passed | None":
    from studykit.progress.queries import Passed  # start-up time, as above

    if submission.file is None:
        return None
    return Passed(submission.exercise.item, str(submission.file), fingerprint(submission.text), now)


def _test_named(name: str, job: Job) -> str:
    names = [result.name for result in requirements(job)]
    found = f"test_{name}" if f"test_{name}" in names else name
    if found not in names:
        raise StudykitError(f"--capsule {name}: the suite has no such test; it has {', '.join(names)}.")
    return found
