"""What a watched file shows: one frame, redrawn in place on a terminal, or plain output that is only ever appended to."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from studykit.cli.terminal.out import console, say
from studykit.cli.views.grade_view import ReportView
from studykit.cli.views.show import mark, shown
from studykit.content.exercise import Exercise
from studykit.grading.grade_report import Report, Result
from studykit.grading.job import Job
from studykit.progress.fold import ItemMemory
from studykit.study.advice import Advice
from studykit.study.desk import Desk

Draw = Callable[[Any], None]


@dataclass(frozen=True, slots=True)
class Try:
    """A text under grading, and when it was saved, as `14:03:22`."""

    exercise: Exercise
    job: Job
    at: str


@dataclass(frozen=True, slots=True)
class Graded:
    """A report, the exercise's memory before and after it, and why it is not in the log, if it is not."""

    report: Report
    before: ItemMemory | None
    after: ItemMemory | None
    solution_is_free: bool = False
    unrecorded: str | None = None


class View(Protocol):
    """What the session shows, as it happens."""

    def open(self, file: Path, exercise: Exercise) -> None: ...

    def grading(self, attempt: Try) -> None: ...

    def drop(self, why: str) -> None:
        """The grade under way is given up."""
        ...

    def progress(self, results: tuple[Result, ...], latest: Result | None) -> None: ...

    def graded(self, graded: Graded) -> None: ...

    def trouble(self, message: str | None) -> None:
        """What keeps the file, as it stands now, from being graded; None when it is again what was graded last."""
        ...

    def note(self, draw: Draw | None) -> None:
        """Something the learner asked for, until the next grade."""
        ...

    def refresh(self) -> None:
        """Draw again what has changed by time or by another size of the terminal."""
        ...

    def details(self) -> None:
        """Show every detail of the report, or no longer."""
        ...

    def scroll(self, key: str) -> None:
        """Show what is above or below, by one of SCROLLS."""
        ...

    def close(self) -> None: ...


def show_trouble(out: Any, message: str) -> None:
    """Print a message about the file."""
    out.print(f"{mark(False)} {message}", style="red", markup=False)


def show_unrecorded(out: Any, graded: Graded) -> None:
    """Say why a grade is not in the log, if it is not."""
    if graded.unrecorded:
        out.print(f"Not recorded: {graded.unrecorded}.", style="dim", markup=False)


class Appending:
    """For a pipe, a log or a screen reader: nothing that was printed is touched again."""

    def __init__(self, here: Desk) -> None:
        self._here = here
        self._out = console()
        self._file = Path()
        self._view: ReportView | None = None

    def open(self, file: Path, exercise: Exercise) -> None:
        self._file = file
        say(f"Watching {shown(file)}; each save is graded. Ctrl-C ends it.")

    def grading(self, attempt: Try) -> None:
        say()
        self._out.print(f"{attempt.at} · {attempt.exercise.title} · {attempt.exercise.id}", style="bold", markup=False)
        advice = Advice(again="then save again", details="with --verbose every detail", replay=f"studykit grade {shown(self._file)} --seed")
        self._view = ReportView(attempt.exercise, attempt.job, self._out, advice)

    def drop(self, why: str) -> None:
        self._view = None
        say(f"Given up: {why}.")

    def progress(self, results: tuple[Result, ...], latest: Result | None) -> None:
        if self._view is not None:
            self._view.progress(results, latest)

    def graded(self, graded: Graded) -> None:
        if self._view is not None:
            self._view.finish(graded.report, graded.before, graded.after, self._here)
            self._view = None
        show_unrecorded(self._out, graded)

    def trouble(self, message: str | None) -> None:
        if message is None:
            say(f"{shown(self._file)} is again as it was graded above.")
        else:
            show_trouble(self._out, message)

    def note(self, draw: Draw | None) -> None:
        if draw is not None:
            say()
            draw(self._out)

    def refresh(self) -> None:
        pass

    def details(self) -> None:
        self.note(lambda out: out.print(f"`studykit grade {shown(self._file)} --verbose` shows every detail.", markup=False))

    def scroll(self, key: str) -> None:
        pass

    def close(self) -> None:
        say(f"Stopped watching {shown(self._file)}.")
