"""The watched file's frame on a terminal: title, report, what was asked for, keys; drawn again at each change, in one write."""

import sys
import textwrap
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any

from studykit.cli.terminal.out import NO_BREAK, console, steer
from studykit.cli.views.grade_view import ReportView
from studykit.cli.views.show import shown
from studykit.cli.watching.view import Appending, Draw, Graded, Try, View, show_trouble, show_unrecorded
from studykit.cli.watching.window import Window
from studykit.content.exercise import Exercise
from studykit.grading.grade_report import Outcome, Result
from studykit.study.advice import Advice
from studykit.study.desk import Desk
from studykit.visuals.pictures import pictures_of

HOME, ERASE_LINE, ERASE_BELOW = "\x1b[H", "\x1b[2K", "\x1b[J"
# A warm grade is done sooner: until then the last report stays, because a screen that blinks empty at each save hurts the eye.
PATIENCE_SECONDS = 0.4
SEPARATOR = " · "


def view_for(here: Desk) -> View:
    """The view that fits stdout."""
    out = console()
    # A cursor can be moved on a real terminal only, not where color is merely forced (FORCE_COLOR, in a pipe).
    return InPlace(here, out) if sys.stdout.isatty() and out.is_terminal and not out.is_dumb_terminal else Appending(here)


@dataclass
class Page:
    """A try as far as it has come; without `graded` it is under way since `began` (monotonic seconds)."""

    attempt: Try
    began: float
    results: list[Result] = field(default_factory=list)
    tests: int = 0
    graded: Graded | None = None

    @property
    def is_worth_showing(self) -> bool:
        """Whether it says more than the report before it: it is done but for the diagnosis, or takes its time."""
        return self.graded is not None or self.has_run or monotonic() - self.began > PATIENCE_SECONDS

    @property
    def has_run(self) -> bool:
        """Whether each test has its result; a diagnosis may be to come."""
        return 0 < self.tests == len(self.results)


class InPlace:
    """Holds all that the frame shows; each change draws the whole of it."""

    def __init__(self, here: Desk, out: Any) -> None:
        self._here, self._out = here, out
        self._file = Path()
        self._exercise: Exercise | None = None
        self._page: Page | None = None
        self._last: Page | None = None
        self._trouble: str | None = None
        self._note: Draw | None = None
        self._is_open = False
        self._is_verbose = False
        self._window = Window()

    def open(self, file: Path, exercise: Exercise) -> None:
        self._file, self._exercise = file, exercise
        self._page = self._last = self._trouble = self._note = None
        self._window = Window()
        if not self._is_open:
            self._is_open = True
            steer("\n" * self._out.size.height)  # what stood on the screen stays above, to be scrolled to
        self._draw()

    def grading(self, attempt: Try) -> None:
        if self._page is not None and self._page.graded is not None:
            self._last = self._page
        self._exercise, self._page = attempt.exercise, Page(attempt, monotonic())
        self._trouble = self._note = None
        self._window = Window()
        self._draw()

    def drop(self, why: str) -> None:
        self._page = self._last

    def progress(self, results: tuple[Result, ...], latest: Result | None) -> None:
        if self._page is None:
            return
        if latest is not None:
            self._page.results = [*self._page.results, latest]
        self._page.tests = len(results)
        if self._shown_page() is self._page:
            self._draw()

    def graded(self, graded: Graded) -> None:
        if self._page is not None:
            self._page.graded = graded
        self._draw()

    def trouble(self, message: str | None) -> None:
        self._trouble, self._note = message, None
        self._draw()

    def note(self, draw: Draw | None) -> None:
        self._note = draw
        self._window = Window()
        self._draw()

    def refresh(self) -> None:
        self._draw()

    def details(self) -> None:
        self._is_verbose = not self._is_verbose
        self._draw()

    def scroll(self, key: str) -> None:
        self._window.scroll(key)
        self._draw()

    def close(self) -> None:
        steer("\n")

    def _draw(self) -> None:
        frame = "\n".join(ERASE_LINE + line for line in self._lines())
        steer(f"{HOME}{frame}{ERASE_BELOW}")

    def _lines(self) -> list[str]:
        head, body, foot = self._text(self._head), self._text(self._body), self._text(self._foot)
        note = [*self._text(self._note), ""] if self._note else []
        shown = self._window.lines(body, note, self._out.size.height - len(head) - len(foot), self._exercise.id if self._exercise else "")
        return [*head, *shown, *foot]

    def _text(self, draw: Draw) -> list[str]:
        with self._out.capture() as captured:
            draw(self._out)
        return str(captured.get()).split("\n")[:-1]  # each print ends its line

    def _head(self, out: Any) -> None:
        if self._exercise is not None:
            out.print(f"{self._exercise.title}{SEPARATOR}{self._exercise.id}", style="bold", markup=False)
        out.print(f"{shown(self._file)}{SEPARATOR}{self._state()}", style="dim", markup=False)
        out.print()

    def _state(self) -> str:
        if self._trouble:
            return "not graded"
        if self._page is None:
            return "watching"
        if self._page.graded is None and self._page.has_run:
            held = sum(result.outcome is Outcome.PASSED for result in self._page.results)
            return (
                f"{held} of {self._page.tests} requirements hold{'' if held == self._page.tests else ', comparing with known mistakes …'}"
            )
        if self._page.graded is None and self._page.results:
            return f"saved {self._page.attempt.at}, {len(self._page.results)} of {self._page.tests} tests …"
        if self._page.graded is None:
            return f"saved {self._page.attempt.at}, grading …" if self._last else "loading PyTorch and grading …"
        return f"graded as saved at {self._page.attempt.at}"

    def _body(self, out: Any) -> None:
        page = self._shown_page()
        if self._trouble is not None:
            show_trouble(out, self._trouble)
        elif page is not None:
            advice = Advice(
                "h gives a hint.",
                "then save again",
                "d shows every detail",
                "n hands it out",
                f"studykit grade {shown(self._file)} --seed",
                "p draws it",
            )
            view = ReportView(page.attempt.exercise, page.attempt.job, out, advice, self._is_verbose)
            for result in page.results:
                view.progress(tuple(page.results), result)
            if page.has_run:
                view.progress(tuple(page.results), None)
            if page.graded is not None:
                view.finish(page.graded.report, page.graded.before, page.graded.after, self._here)
                show_unrecorded(out, page.graded)
        else:
            return
        out.print()

    def _foot(self, out: Any) -> None:
        page = self._shown_page()
        free = page is not None and page.graded is not None and page.graded.solution_is_free
        drawn = self._exercise is not None and pictures_of(self._exercise.id)
        details = ["d less" if self._is_verbose else "d details"] if page is not None else []
        keys = (
            "h hint",
            *details,
            *(["s solution"] if free else []),
            *(["p picture"] if drawn else []),
            "n next",
            "l list",
            "r reset",
            "q quit",
        )
        for line in (("e edit", "v review", "b back", "PgUp, PgDn scroll"), keys):
            # A key stays beside what it does.
            whole = SEPARATOR.join(each.replace(" ", NO_BREAK) for each in line)
            out.print("\n".join(textwrap.wrap(whole, out.width)).replace(NO_BREAK, " "), style="dim", markup=False)

    def _shown_page(self) -> Page | None:
        return self._page if self._last is None or (self._page and self._page.is_worth_showing) else self._last

    def _is_grading(self) -> bool:
        return self._page is not None and self._page.graded is None
