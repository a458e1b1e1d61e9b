"""What a report says in words, and in which order, so that a terminal and a page say the same."""

from collections.abc import Sequence
from dataclasses import dataclass

from studykit.grading.grade_report import Diagnosis, Outcome, Report, Result, Verdict, place, verdict
from studykit.grading.places import Cells, source_line
from studykit.grading.text_lines import lines

OUTCOMES = {
    Outcome.FAILED: "failed",
    Outcome.TIMED_OUT: "timed out",
    Outcome.CRASHED: "crashed",
    Outcome.OUT_OF_MEMORY: "out of memory",
    Outcome.NOT_RUN: "not judged",
}
NOT_ALL_COMPARED = "Not all known mistakes were compared."


@dataclass(frozen=True, slots=True)
class Parted:
    """Results by how much of each is shown: `first`, the first that failed, in full; `others` more briefly; `held` may be a number."""

    first: Result | None
    others: tuple[Result, ...]
    held: tuple[Result, ...]

    @property
    def in_full(self) -> tuple[Result, ...]:
        """The first that failed; all, if all hold."""
        if self.first is not None:
            return (self.first,)
        return () if self.others else self.held


def parted(results: Sequence[Result]) -> Parted:
    """Results, those that failed before those that were not judged."""
    held = tuple(result for result in results if result.outcome is Outcome.PASSED)
    failed = [result for result in results if result.outcome not in (Outcome.PASSED, Outcome.NOT_RUN)]
    others = (*failed[1:], *(result for result in results if result.outcome is Outcome.NOT_RUN))
    return Parted(failed[0] if failed else None, others, held)


def verdict_in_words(report: Report) -> str:
    """The verdict of a report; one on a submission that could not be judged says that it was not."""
    return "Not graded: fix that first." if report.verdict is Verdict.INVALID else headline(report.results, report.verdict)


def headline(results: tuple[Result, ...], judged: Verdict | None = None) -> str:
    """The verdict on results, or one that was made without them, and how near it is."""
    judged = judged or verdict(results)
    held = sum(result.outcome is Outcome.PASSED for result in results)
    words = {Verdict.PASSED: "Passed", Verdict.FAILED: "Not yet"}.get(judged, judged.value.replace("_", " ").capitalize())
    return f"{words}: {held} of {len(results)} requirements hold." if results else f"{words}."


def seeded(report: Report, before: str = ", ") -> str:
    """The seed of the run, after `before`; "" where it is not told."""
    return "" if report.seed is None else f"{before}seed {report.seed}"


def others_hold(parts: Parted) -> str:
    """How many requirements hold beside those that do not."""
    return f"{len(parts.held)} {'requirement holds' if len(parts.held) == 1 else 'others hold'}"


def quoted(result: Result, source: str, cells: Cells = ()) -> str | None:
    """The line of the submission that a result names; None if there is none, if the message quotes it, or if it stands in a cell of which
    `cells` does not tell where the source has it."""
    text, line = lines(source), source_line(result.line, result.cell, cells)
    if line is None or not 0 < line <= len(text) or f"{place(result)}: `" in (result.message or ""):
        return None
    return text[line - 1].strip()


def diagnosed(diagnosis: Diagnosis) -> str:
    """The sentence before what a known mistake says."""
    where = f"In `{diagnosis.function}`: this" if diagnosis.function else "This"
    return f"{where} is a known mistake{', and explains a part of what failed' if diagnosis.is_partial else ''} ({diagnosis.mistake}):"


def diagnosed_cards(report: Report) -> tuple[str, ...]:
    """The cards of the known mistakes, each once."""
    return tuple(dict.fromkeys(card for diagnosis in report.diagnoses for card in diagnosis.cards))


def cards_for_today(report: Report) -> str:
    """The cards that the known mistakes bring; "" without any."""
    cards = diagnosed_cards(report)
    return f"Cards for today: {', '.join(cards)}" if cards else ""
