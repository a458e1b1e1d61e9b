"""What `grade FILE` does, without Typer, which costs as much as a grade: read, grade, record, show."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from studykit.cli.context import notice
from studykit.cli.terminal.out import say
from studykit.errors import StudykitError
from studykit.grading.client.running import Progress
from studykit.grading.feedback_level import Feedback, told
from studykit.grading.grade_report import Report
from studykit.progress.fold import ItemMemory
from studykit.study.after_grade import recorded
from studykit.study.desk import Desk
from studykit.study.grades import grade, job_of
from studykit.study.submission import Submission, is_notebook

if TYPE_CHECKING:
    from studykit.cli.views.grade_view import ReportView

Form = Literal["text", "lines", "json", "junit", "gradescope", "markdown"]


def submit(
    here: Desk,
    file: Path,
    submission: Submission,
    device: str = "auto",
    seed: int | None = None,
    capsule: str = "",
    form: Form = "text",
    verbose: bool = False,
    feedback: Feedback = Feedback.FULL,
) -> int:
    """Grade what stands in a learner's file, record it and print the report; the exit code, 0 passed or 1 not passed. Raises
    StudykitError."""
    for sentence in submission.notices:
        notice(sentence)
    if submission.is_untouched and form in ("text", "lines"):
        _say_untouched(file, form)
        return 1
    job = job_of(submission, device, seed, capsule)
    if form != "text" or feedback is not Feedback.FULL:
        report = grade(here, job)
        kept = recorded(here, submission, report)
        _print(file, report, kept.after, form, feedback)
    else:
        views: list[ReportView] = []

        @contextmanager
        def watching() -> Iterator[Progress]:
            from studykit.cli.views.grade_view import ReportView  # start-up time: rich is imported while the grader works

            views.append(ReportView(submission.exercise, job, verbose=verbose))
            with views[0].waiting():
                yield views[0].progress

        report = grade(here, job, watching)
        kept = recorded(here, submission, report)
        views[0].finish(report, kept.before, kept.after, here)
    if kept.error is not None:
        raise kept.error
    if report.capsule is not None:
        _write_capsule(Path(f"capsule_{job.capsule}.py"), report.capsule)
    return 0 if report.passed else 1


def _say_untouched(file: Path, form: str) -> None:
    says = "is still the starter as it was written, so there is nothing to grade yet."
    if is_notebook(file):
        says += " If you changed it, save it first."
    say(f"{file}:1: starter: it {says}" if form == "lines" else f"{file} {says}")


def _print(file: Path, report: Report, after: ItemMemory | None, form: Form, feedback: Feedback) -> None:
    if form == "json":
        from studykit.cli.views.show import print_json  # start-up time, as above

        print_json(told(report, feedback).as_json(_schedule(after)))
        return
    from studykit.cli.views.report_forms import print_report  # start-up time, as above

    print_report(file, report, form, feedback)


def _schedule(memory: ItemMemory | None) -> "dict[str, object] | None":
    from studykit.study.schedules import schedule_json  # start-up time, as above

    return schedule_json(memory)


def _write_capsule(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise StudykitError(f"{file}: cannot be written ({error.strerror}). Go to a folder of yours and grade again.") from None
    notice(f"wrote {file}")
