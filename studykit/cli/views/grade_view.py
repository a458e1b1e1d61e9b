"""How a grade looks: the first requirement that does not hold in full, the others in a line each, then the verdict and what to do next.

The end of the screen is what is read, and all of it should fit on one of 80 × 24; `verbose` shows everything as it comes.
"""

import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from studykit.cli.terminal.out import console
from studykit.cli.views.show import is_unicode, mark, print_markdown
from studykit.content.exercise import Exercise
from studykit.grading.curves import Curves, ends, legend, sparklines
from studykit.grading.grade_report import Diagnosis, Outcome, Report, Result, Verdict, place, verdict
from studykit.grading.job import Job
from studykit.grading.wording import NOT_ALL_COMPARED, OUTCOMES, cards_for_today, diagnosed, headline, others_hold, parted, quoted
from studykit.progress.fold import ItemMemory
from studykit.study.advice import AT_THE_SHELL, Advice, go_on, next_steps, see_it
from studykit.study.after_grade import comes_back, following
from studykit.study.desk import Desk
from studykit.study.phrases import read_on

PRINTED_LINES = 12
BRIEFLY_PRINTED_LINES = 4
OTHERS = 6  # failed requirements below the first that are named


class ReportView:
    """Prints a grade as it comes in; `finish` prints what follows from it."""

    def __init__(self, exercise: Exercise, job: Job, out: Any = None, advice: Advice = AT_THE_SHELL, verbose: bool = False) -> None:
        self._exercise = exercise
        self._verbose = verbose
        self._is_shown = self._is_verdict_shown = False
        self._job = job
        self._out = out or console()
        self._advice = advice
        self._spinner: Any = None
        self._shown_line: tuple[int | None, int] | None = None
        self._told: set[str] = set()

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Show that something happens while torch is loaded; only on a terminal."""
        self._print(f"{self._exercise.title} · {self._exercise.id}", style="bold")
        # A spinner moves the cursor, so color that is merely forced (FORCE_COLOR, in a pipe) must not bring it.
        self._spinner = self._out.status("Loading PyTorch …") if sys.stdout.isatty() and self._out.is_terminal else None
        if self._spinner:
            self._spinner.start()
        try:
            yield
        finally:
            self._stop_spinner()

    def progress(self, results: tuple[Result, ...], latest: Result | None) -> None:
        """Tell how far it is; what was judged is printed when all of it is, or, verbosely, as it comes."""
        judged = sum(result.outcome is not Outcome.NOT_RUN for result in results)
        if latest is not None and self._verbose:
            self._requirement(latest)
        if latest is None and judged:
            self._requirements(results)
            self._verdict(results)
            self._spin("Comparing with the known mistakes; Ctrl-C skips that …")
        elif latest is not None or not judged:
            self._spin(f"Running {len(results)} tests …" if latest is None else f"{judged} of {len(results)} tests …")

    def _spin(self, text: str) -> None:
        if self._spinner:
            self._spinner.update(text)

    def _verdict(self, results: tuple[Result, ...]) -> None:
        """Say at once that it is not passed yet, and how near it is; a diagnosis may take its time."""
        if self._is_verdict_shown or verdict(results) is Verdict.PASSED:
            return
        self._is_verdict_shown = True
        self._print("")
        self._print(headline(results), style="bold red")

    def _requirements(self, results: tuple[Result, ...]) -> None:
        if self._is_shown:
            return
        self._is_shown = True
        if self._verbose:
            return
        parts = parted(results)
        for result in parts.in_full:
            self._requirement(result)
        for result in parts.others[:OTHERS]:
            self._line(result)
        if len(parts.others) > OTHERS:
            self._print(f"  … and {len(parts.others) - OTHERS} more")
        if parts.held and (parts.first or parts.others):
            self._print(f"{mark(True)} {others_hold(parts)}", style="green")

    def _requirement(self, result: Result) -> None:
        self._print(f"{_sign(result)} {result.requirement}", style=_style(result), hang=2)
        if result.outcome is not Outcome.PASSED:
            self._details(result)

    def _line(self, result: Result) -> None:
        self._print(
            textwrap.shorten(f"{_sign(result)} {result.requirement}", max(self._out.width, 20), placeholder=" …"), style=_style(result)
        )

    def finish(self, report: Report, before: ItemMemory | None, after: ItemMemory | None, here: Desk) -> None:
        """Print the verdict, when the exercise comes back, and what to do next."""
        if report.failure is not None:
            self._print(f"{mark(False)} {report.failure.message}", style="red", hang=2)
            self._printed(report.failure.printed)
        else:
            self._requirements(report.results)
            self._verdict(report.results)
        if report.passed:
            self._print("")
            self._passed(report, before, after, here)
        else:
            self._not_passed(report)

    def _details(self, result: Result) -> None:
        self._field(OUTCOMES[result.outcome], self._once(result))
        self._field("expected", result.expected)
        self._field("got", result.got)
        if result.line is not None and (result.cell, result.line) != self._shown_line:
            self._shown_line = (result.cell, result.line)  # the same line again and again would drown the numbers
            self._field(place(result), quoted(result, self._job.source, self._job.cells))
        self._curves(result.curves)
        self._printed(result.printed)

    def _once(self, result: Result) -> str | None:
        """The message, or that it is one of those above: what keeps one test from its answer keeps others from it, too."""
        message = result.message
        if message is None or result.expected is not None:
            return message
        is_known = message in self._told
        self._told.add(message)
        return "as above" if is_known else message

    def _printed(self, text: str) -> None:
        printed = text.rstrip().splitlines()
        most = PRINTED_LINES if self._verbose else BRIEFLY_PRINTED_LINES
        for line in printed[:most]:
            self._field("printed" if line is printed[0] else "", line)
        if len(printed) > most:
            self._field("", f"… and {len(printed) - most} more lines")

    def _curves(self, curves: Curves | None) -> None:
        if curves is None or max(len(curves.got), len(curves.expected)) < 2:
            return
        plain = not is_unicode()
        got, expected = sparklines(curves, ascii_only=plain)
        width = max(len(got), len(expected))
        self._field("loss", f"{expected:<{width}}  {ends(curves.expected)} (expected)")
        self._field("", f"{got:<{width}}  {ends(curves.got)} (got)")
        self._field("", legend(curves, ascii_only=plain))
        if (first := curves.first_apart()) is not None:
            self._field("", f"They part at step {first + 1} of {len(curves.expected)}.")

    def _field(self, name: str, text: str | None) -> None:
        if text is not None:
            self._print(f"    {name:<9} {text}", hang=14)

    def _diagnosed(self, diagnosis: Diagnosis) -> None:
        self._print(diagnosed(diagnosis), style="bold magenta", hang=2)
        print_markdown(self._out, diagnosis.says)

    def _passed(self, report: Report, before: ItemMemory | None, after: ItemMemory | None, here: Desk) -> None:
        self._print(f"{headline(report.results)} ({report.seconds_total:.1f} s, {report.device})", style="bold green")
        if back := comes_back(here, before, after):
            self._print(back)
        if self._exercise.shows:
            self._print("")
            print_markdown(self._out, self._exercise.shows)
        if self._exercise.see:
            self._print(read_on(self._exercise.see), hang=9)
        if pictures := see_it(self._exercise.id, self._advice):
            self._print(pictures)
        if after is None:
            return  # the log cannot be written, as is told after this, and perhaps not read either
        self._print(go_on(following(here), self._advice))

    def _not_passed(self, report: Report) -> None:
        if report.verdict is Verdict.INVALID:
            self._print("")
            for step in next_steps(report, self._advice):
                self._print(step, style="bold red")
            return
        for diagnosis in report.diagnoses:
            self._diagnosed(diagnosis)
        if cards := cards_for_today(report):
            self._print(cards, hang=2)
        if not report.is_compared:
            self._print(NOT_ALL_COMPARED)
        for step in next_steps(report, self._advice):
            self._print(step)

    def _print(self, text: str, style: str = "", hang: int = 0) -> None:
        wrapped = textwrap.fill(text, max(self._out.width, 20), subsequent_indent=" " * hang, break_on_hyphens=False) if hang else text
        self._out.print(wrapped, style=style, markup=False)

    def _stop_spinner(self) -> None:
        if self._spinner:
            self._spinner.stop()
            self._spinner = None


def _sign(result: Result) -> str:
    """A tick, a cross, or a dash for what could not be judged."""
    return "-" if result.outcome is Outcome.NOT_RUN else mark(result.outcome is Outcome.PASSED)


def _style(result: Result) -> str:
    return {Outcome.PASSED: "green", Outcome.NOT_RUN: "dim"}.get(result.outcome, "red")
