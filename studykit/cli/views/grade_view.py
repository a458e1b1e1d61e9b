"""How a grade looks: the first requirement that does not hold in full, the others in a line each, then the verdict and what to do next.

The end of the screen is what is read, and all of it should fit on one of 80 × 24; `verbose` shows everything as it comes.
"""

import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from studykit.cli.terminal.out import console
from studykit.cli.views.show import is_unicode, mark, print_markdown
from studykit.content.exercise import Exercise
from studykit.grading.curves import Curves, ends, legend, sparklines
from studykit.grading.grade_report import Diagnosis, Outcome, Report, Result, Verdict, place, verdict
from studykit.grading.job import Job
from studykit.grading.places import source_line
from studykit.grading.text_lines import lines
from studykit.memory.curriculum import choose
from studykit.progress.fold import ItemMemory
from studykit.study.clock import moment
from studykit.study.desk import Desk
from studykit.study.phrases import days, read_on, when
from studykit.study.status import stages
from studykit.visuals.pictures import pictures_of

PRINTED_LINES = 12
BRIEFLY_PRINTED_LINES = 4
OTHERS = 6  # failed requirements below the first that are named

_WORDS = {
    Outcome.FAILED: "failed",
    Outcome.TIMED_OUT: "timed out",
    Outcome.CRASHED: "crashed",
    Outcome.OUT_OF_MEMORY: "out of memory",
    Outcome.NOT_RUN: "not judged",
}


@dataclass(frozen=True, slots=True)
class Advice:
    """How the place in which a report is shown calls the next steps."""

    hint: str = "`studykit hint` gives a hint."
    again: str = "then grade again"
    details: str = "every detail: --verbose"
    next: str = "`studykit next`"
    replay: str = "--seed"
    pictures: str = ""  # by default the command of each


AT_THE_SHELL = Advice()


class ReportView:
    """Prints a grade as it comes in; `finish` prints what follows from it."""

    def __init__(self, exercise: Exercise, job: Job, out: Any = None, advice: Advice = AT_THE_SHELL, verbose: bool = False) -> None:
        self._exercise = exercise
        self._verbose = verbose
        self._is_shown = self._is_verdict_shown = False
        self._job = job
        self._out = out or console()
        self._advice = advice
        self._source = lines(job.source)
        self._spinner: Any = None
        self._shown_line: int | None = None
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
        if self._is_verdict_shown or (judged := verdict(results)) is Verdict.PASSED:
            return
        self._is_verdict_shown = True
        held = sum(result.outcome is Outcome.PASSED for result in results)
        words = "Not yet" if judged is Verdict.FAILED else judged.value.replace("_", " ").capitalize()
        self._print("")
        self._print(f"{words}: {held} of {len(results)} requirements hold.", style="bold red")

    def _requirements(self, results: tuple[Result, ...]) -> None:
        if self._is_shown:
            return
        self._is_shown = True
        if self._verbose:
            return
        held = [result for result in results if result.outcome is Outcome.PASSED]
        failed = [result for result in results if result.outcome not in (Outcome.PASSED, Outcome.NOT_RUN)]
        others = failed[1:] + [result for result in results if result.outcome is Outcome.NOT_RUN]
        for result in held if not failed and not others else []:
            self._requirement(result)
        for result in failed[:1]:
            self._requirement(result)
        for result in others[:OTHERS]:
            self._line(result)
        if len(others) > OTHERS:
            self._print(f"  … and {len(others) - OTHERS} more")
        if held and (failed or others):
            self._print(f"{mark(True)} {len(held)} {'requirement holds' if len(held) == 1 else 'others hold'}", style="green")

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
        self._field(_WORDS[result.outcome], self._once(result))
        self._field("expected", result.expected)
        self._field("got", result.got)
        line = source_line(result.line, result.cell, self._job.cells)
        if line != self._shown_line and line is not None and 0 < line <= len(self._source):
            self._shown_line = line  # the same line again and again would drown the numbers
            if f"{place(result)}: `" not in (result.message or ""):
                self._field(place(result), self._source[line - 1].strip())
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
        where = f"In `{diagnosis.function}`: this" if diagnosis.function else "This"
        told = f"{where} is a known mistake" + (", and explains a part of what failed" if diagnosis.is_partial else "")
        self._print(f"{told} ({diagnosis.mistake}):", style="bold magenta", hang=2)
        print_markdown(self._out, diagnosis.says)

    def _passed(self, report: Report, before: ItemMemory | None, after: ItemMemory | None, here: Desk) -> None:
        count = len(report.results)
        self._print(f"Passed: {count} of {count} requirements hold. ({report.seconds_total:.1f} s, {report.device})", style="bold green")
        today = here.day(moment(None))
        if after is not None and after.due is not None:
            counted = before is None or before.reviews < after.reviews
            how = (
                f"It comes back {when(after.due, today)}"
                if counted
                else f"It was not due; it comes back {when(after.due, today)} as before"
            )
            self._print(f"{how}, interval {days(after.interval_days)}.")
        if self._exercise.shows:
            self._print("")
            print_markdown(self._out, self._exercise.shows)
        if self._exercise.see:
            self._print(read_on(self._exercise.see), hang=9)
        if pictures := pictures_of(self._exercise.id):
            self._print(f"See it: {self._advice.pictures or ', '.join(f'`studykit plot {name}`' for name in pictures)}.")
        if after is None:
            return  # the log cannot be written, as is told after this, and perhaps not read either
        with here.store() as store:
            choice = choose(stages(here.library, store), today, here.settings.exercises_a_day)
        self._print(
            f"Next: {here.library.exercises[choice[0]].title}, {self._advice.next}."
            if choice
            else "Every exercise is passed. `studykit review`?"
        )

    def _not_passed(self, report: Report) -> None:
        if report.verdict is Verdict.INVALID:
            self._print("")
            self._print(f"Not graded: fix that first, {self._advice.again}.", style="bold red")
            return
        for diagnosis in report.diagnoses:
            self._diagnosed(diagnosis)
        if cards := list(dict.fromkeys(card for diagnosis in report.diagnoses for card in diagnosis.cards)):
            self._print(f"Cards for today: {', '.join(cards)}", hang=2)
        if not report.is_compared:
            self._print("Not all known mistakes were compared.")
        self._print(self._next_step(report))
        where = f"{report.seconds_total:.1f} s, {report.device}"
        self._print(f"The same inputs again: {self._advice.replay} {report.seed}; {self._advice.details}. ({where})")

    def _next_step(self, report: Report) -> str:
        """The diagnosis, if there is one, the picture that shows it, else a hint."""
        step = f"Fix that, {self._advice.again}." if report.diagnoses else self._advice.hint
        if (pictures := pictures_of(self._exercise.id)) and report.verdict is Verdict.FAILED:
            step += f" See it: {self._advice.pictures or f'`studykit plot {pictures[0]}`'}."
        return step

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
