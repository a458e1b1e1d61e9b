"""`studykit grade`: judges a file, tells what holds and what does not, and records it."""

import secrets
from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from studykit.cli.desk import Desk, desk, moment
from studykit.cli.report_view import ReportView
from studykit.cli.show import print_json, schedule_json
from studykit.cli.workspace import exercise_of, is_untouched, read_submission
from studykit.content.exercise import Exercise
from studykit.errors import StudykitError
from studykit.grading.background import WarmGrader
from studykit.grading.client import Grader
from studykit.grading.job import Job, job_for
from studykit.grading.parse import requirements, unparsable
from studykit.grading.report import Report, Verdict
from studykit.progress.events import Draft, Kind
from studykit.progress.store import Store

app = typer.Typer(add_completion=False, rich_markup_mode=None)


class Device(StrEnum):
    """Where the models of a grade live."""

    AUTO = "auto"
    CPU = "cpu"
    CUDA = "cuda"


@app.command(epilog="Example: studykit grade sgd_update.py")
def grade(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="Your file; its first line says which exercise it answers.", metavar="FILE")],
    device: Annotated[Device, typer.Option(help="auto takes the GPU only where the exercise gains by it.")] = Device.AUTO,
    seed: Annotated[int | None, typer.Option(help="Replay the run with this seed.", min=0, max=2**32 - 1)] = None,
    capsule: Annotated[
        str | None, typer.Option(help="Write a script that makes one call of this test again, with its inputs.", metavar="TEST")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="The whole report as an object, and no progress.")] = False,
) -> None:
    """Grade a file by the exercise's hidden tests. Exit code 0 passed, 1 not passed, 2 the file or call is wrong, 3 the grader failed."""
    here = desk(ctx)
    text = read_submission(file)
    exercise = exercise_of(file, text, here.library)
    job = job_of(exercise, text, file.name, seed, device.value)
    job = replace(job, capsule=_test_named(capsule, job)) if capsule else job
    view = None if json else ReportView(exercise, job)
    report = run(job, view, here)
    with here.store() as store:
        before = store.memory(exercise.item)
        record(store, exercise, report, here)
        memory = store.memory(exercise.item)
    if view is None:
        print_json(report.as_json(schedule_json(memory)))
    else:
        view.finish(report, before, memory, here)
    if report.capsule is not None:
        _write_capsule(Path(f"capsule_{job.capsule}.py"), report.capsule)
    raise typer.Exit(0 if report.passed else 1)


def job_of(exercise: Exercise, text: str, file_name: str, seed: int | None = None, device: str = "auto") -> Job:
    """The job for a learner's text, with a fresh seed unless one is given. An untouched starter is not diagnosed: that would give its bug
    away."""
    job = job_for(exercise, text, file_name, secrets.randbelow(10_000) if seed is None else seed, device)
    return replace(job, diagnosis_seconds=0.0) if is_untouched(exercise, text) else job


def run(job: Job, view: ReportView | None, here: Desk) -> Report:
    """Grade a job, with its progress shown in `view`."""
    if (report := unparsable(job)) is not None:
        return report
    with open_grader(here) as grader:
        if view is None:
            return grader.grade(job)
        with view.waiting():
            return grader.grade(job, view.progress)


def tell(why: str) -> None:
    """Say on stderr why a grade takes longer."""
    typer.echo(f"studykit: {why}", err=True)


def open_grader(here: Desk, notice: Callable[[str], None] = tell) -> Grader | WarmGrader:
    """The background server, or a server of one's own where the settings say so; `notice` is told why the former cannot be had."""
    minutes = here.settings.server_idle_minutes
    if not minutes:
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
    typer.echo(f"studykit: wrote {file}", err=True)


def record(store: Store, exercise: Exercise, report: Report, here: Desk) -> None:
    """Put a grade into the log, with a nudge for each card that a failed test points at; a passed file is no longer in progress."""
    failed = [result.name for result in report.results if result.outcome.value != "passed"]
    data: dict[str, Any] = {"verdict": report.verdict.value, "seed": report.seed, "device": report.device, "failed": failed}
    nudged = () if report.verdict is Verdict.INVALID else report.failed_cards
    nudges = [Draft(Kind.NUDGED, f"card:{card}") for card in nudged if card in here.library.cards]
    store.record_all([Draft(Kind.GRADED, exercise.item, data), *nudges], moment(None))
    if report.passed:
        store.put_away(exercise.item)
