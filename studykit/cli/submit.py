"""Submits a file to the grader, shows what comes back and records it: what `grade` does, without Typer, which costs as much as a grade."""

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studykit.content.exercise import Exercise
from studykit.errors import StudykitError
from studykit.grading.client.warm import WarmGrader
from studykit.grading.grade_report import Report, Verdict
from studykit.grading.job import Job, job_for
from studykit.grading.parse import requirements, unparsable
from studykit.study.desk import Desk, moment
from studykit.study.own_answers import keep_answer
from studykit.study.workspace import exercise_of, is_untouched, read_submission

if TYPE_CHECKING:
    from studykit.cli.views.grade_view import ReportView
    from studykit.grading.client.cold import Grader
    from studykit.progress.store import Store


def submit(here: Desk, file: Path, device: str = "auto", seed: int | None = None, capsule: str | None = None, as_json: bool = False) -> int:
    """Grade a learner's file and print the report; the exit code, 0 passed or 1 not passed. Raises StudykitError."""
    text = read_submission(file)
    exercise = exercise_of(file, text, here.library)
    job = job_of(exercise, text, file.name, seed, device)
    job = replace(job, capsule=_test_named(capsule, job)) if capsule else job
    report, view = run(job, None if as_json else lambda: _view(exercise, job), here)
    with here.store() as store:
        before = store.memory(exercise.item)
        record(store, exercise, report, text, here)
        memory = store.memory(exercise.item)
    if view is None:
        from studykit.cli.views.show import print_json, schedule_json  # start-up time: the grader is at work already

        print_json(report.as_json(schedule_json(memory)))
    else:
        view.finish(report, before, memory, here)
    if report.capsule is not None:
        _write_capsule(Path(f"capsule_{job.capsule}.py"), report.capsule)
    return 0 if report.passed else 1


def _view(exercise: Exercise, job: Job) -> "ReportView":
    from studykit.cli.views.grade_view import ReportView  # start-up time: rich is imported while the grader works

    return ReportView(exercise, job)


def job_of(exercise: Exercise, text: str, file_name: str, seed: int | None = None, device: str = "auto") -> Job:
    """The job for a learner's text, with a fresh seed unless one is given. An untouched starter is not diagnosed: that would give its bug
    away."""
    job = job_for(exercise, text, file_name, int.from_bytes(os.urandom(4), "big") % 10_000 if seed is None else seed, device)
    return replace(job, diagnosis_seconds=0.0) if is_untouched(exercise, text) else job


def run(job: Job, new_view: Callable[[], "ReportView"] | None, here: Desk) -> tuple[Report, "ReportView | None"]:
    """Grade a job. The view of its progress is made while the grader is at work already."""
    if (report := unparsable(job)) is not None:
        return report, new_view() if new_view else None
    with open_grader(here) as grader:
        running = grader.begin(job)
        if new_view is None:
            return grader.finish(running), None
        view = new_view()
        with view.waiting():
            return grader.finish(running, view.progress), view


def tell(why: str) -> None:
    """Say on stderr why a grade takes longer."""
    print(f"studykit: {why}", file=sys.stderr)


def open_grader(here: Desk, notice: Callable[[str], None] = tell) -> "Grader | WarmGrader":
    """The background server, or a server of one's own where the settings say so; `notice` is told why the former cannot be had."""
    minutes = here.settings.server_idle_minutes
    if not minutes:
        from studykit.grading.client.cold import Grader  # start-up time: most grades are done by the background server

        return Grader()
    return WarmGrader(minutes * 60, notice)


def _test_named(name: str, job: Job) -> str:
    names = [result.name for result in requirements(job)]
    found = f"test_{name}" if f"test_{name}" in names else name
    if found not in names:
        raise StudykitError(f"--capsule {name}: the suite has no such test; it has {', '.join(names)}.")
    return found


def _write_capsule(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise StudykitError(f"{file}: cannot be written ({error.strerror}). Go to a folder of yours and grade again.") from None
    print(f"studykit: wrote {file}", file=sys.stderr)


def record(store: "Store", exercise: Exercise, report: Report, text: str, here: Desk) -> None:
    """Put a grade into the log, with a nudge for each card that a failed test points at; what passed is kept and no longer in progress."""
    from studykit.progress.events import Draft, Kind  # start-up time: the verdict is there already

    failed = [result.name for result in report.results if result.outcome.value != "passed"]
    data: dict[str, Any] = {"verdict": report.verdict.value, "seed": report.seed, "device": report.device, "failed": failed}
    nudged = () if report.verdict is Verdict.INVALID else report.failed_cards
    nudges = [Draft(Kind.NUDGED, f"card:{card}") for card in nudged if card in here.library.cards]
    store.record_all([Draft(Kind.GRADED, exercise.item, data), *nudges], moment(None))
    if report.passed:
        store.put_away(exercise.item)
        keep_answer(here, exercise, text)
