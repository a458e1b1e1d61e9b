"""What `grade FILE` does, without Typer, which costs as much as a grade: read, grade, record, show."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from studykit.cli.context import notice
from studykit.cli.terminal.out import say, steer, visible
from studykit.errors import StudykitError
from studykit.grading.client.running import Progress
from studykit.grading.grade_report import Report
from studykit.progress.fold import ItemMemory
from studykit.study.desk import Desk
from studykit.study.grades import grade, job_of, record
from studykit.study.submission import Submission, is_notebook

if TYPE_CHECKING:
    from studykit.cli.views.grade_view import ReportView

Form = Literal["text", "lines"]


def submit(
    here: Desk,
    file: Path,
    submission: Submission,
    device: str = "auto",
    seed: int | None = None,
    capsule: str = "",
    form: Literal[Form, "json"] = "text",
    verbose: bool = False,
) -> int:
    """Grade what stands in a learner's file, record it and print the report; the exit code, 0 passed or 1 not passed. Raises
    StudykitError."""
    for told in submission.notices:
        notice(told)
    if submission.is_untouched and form != "json":
        _say_untouched(file, form)
        return 1
    job = job_of(submission, device, seed, capsule)
    if form != "text":
        report = grade(here, job)
        recorded = _recorded(here, submission, report)
        _print(file, report, recorded, form)
    else:
        views: list[ReportView] = []

        @contextmanager
        def watching() -> Iterator[Progress]:
            from studykit.cli.views.grade_view import ReportView  # start-up time: rich is imported while the grader works

            views.append(ReportView(submission.exercise, job, verbose=verbose))
            with views[0].waiting():
                yield views[0].progress

        report = grade(here, job, watching)
        recorded = _recorded(here, submission, report)
        views[0].finish(report, recorded.before, recorded.after, here)
    if recorded.error is not None:
        raise recorded.error
    if report.capsule is not None:
        _write_capsule(Path(f"capsule_{job.capsule}.py"), report.capsule)
    return 0 if report.passed else 1


@dataclass(frozen=True, slots=True)
class _Recorded:
    """What was known of the exercise before a grade, and after; `error` says why the grade is not in the log, if it is not."""

    before: ItemMemory | None = None
    after: ItemMemory | None = None
    error: StudykitError | None = None


def _recorded(here: Desk, submission: Submission, report: Report) -> _Recorded:
    """Record a grade. What keeps it from the log is given back: the verdict is there and must be shown first."""
    item = submission.exercise.item
    try:
        with here.store() as store:
            before = store.memory(item)
            record(here, store, submission, report)
            return _Recorded(before, store.memory(item))
    except StudykitError as error:
        return _Recorded(error=error)


def _say_untouched(file: Path, form: str) -> None:
    says = "is still the starter as it was written, so there is nothing to grade yet."
    if is_notebook(file):
        says += " If you changed it, save it first."
    say(f"{file}:1: starter: it {says}" if form == "lines" else f"{file} {says}")


def _print(file: Path, report: Report, recorded: _Recorded, form: str) -> None:
    if form == "lines":
        from studykit.cli.views.problem_lines import problem_lines  # start-up time, as above

        for line in problem_lines(file, report):
            steer(visible(line) + "\n")  # also on a terminal in one line, which is what an editor looks for in it
        return
    from studykit.cli.views.show import print_json  # start-up time, as above

    print_json(report.as_json(_schedule(recorded.after)))


def _schedule(memory: ItemMemory | None) -> "dict[str, object] | None":
    from studykit.study.schedules import schedule_json  # start-up time, as above

    return schedule_json(memory)


def _write_capsule(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise StudykitError(f"{file}: cannot be written ({error.strerror}). Go to a folder of yours and grade again.") from None
    notice(f"wrote {file}")
