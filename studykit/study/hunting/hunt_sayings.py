"""What is said in a bug hunt, at every door alike: what a try was, the help it brings, and how it ended."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from studykit.content.hunt import NO_BUG, Hunt
from studykit.memory.hunting import AT_ONCE, AT_THE_SECOND_TRY, WITH_HELP
from studykit.progress.events import Draft, Kind
from studykit.study.hunting.evidence import Evidence, Failing
from studykit.study.hunting.tries import Help, Judged, Stage, Tries
from studykit.study.phrases import when

ASKS = {Stage.LINE: "Which line is wrong?", Stage.REASON: "What goes wrong?"}
NOTHING_WRONG = "nothing is wrong"
HOW_TO_NAME_A_LINE = "If a line is missing, give the one before or after it; if nothing is wrong, 0."
LONGEST = 160  # letters of an expected or got
FOUND = {AT_ONCE: "Found at once", AT_THE_SECOND_TRY: "Found at the second try", WITH_HELP: "Found with help"}


def after_line(before: Tries, line: int, judged: Judged, tries: Tries, evidence: Evidence) -> Iterator[str]:
    """What to say of a line that was tried, and the help that it brought; sentences of Markdown."""
    if judged is Judged.NONE:
        is_shown = 0 <= line - tries.hunt.first_line < len(tries.hunt.program)
        yield f"Line {line} is empty." if is_shown else f"There is no line {line}; `0` says that {NOTHING_WRONG}."
    elif judged is Judged.REPEATED:
        yield f"{_named(line)} was tried before."
    elif judged is Judged.RIGHT:
        yield f"Right: line {line}." if tries.hunt.has_bug else "Right: nothing is wrong."
    else:
        yield "There is a bug." if line == NO_BUG else f"Line {line} is not it."
        yield from _help(before, tries, evidence)


def after_reason(before: Tries, number: int, judged: Judged, tries: Tries, evidence: Evidence) -> Iterator[str]:
    """The same of an explanation, counted from 0."""
    if judged is Judged.NONE:
        yield f"The explanations are a to {letter(len(tries.hunt.choices) - 1)}."
    elif judged is Judged.REPEATED:
        yield f"{letter(number)} was tried before."
    elif judged is Judged.RIGHT:
        yield f"Right: {letter(number)}."
    else:
        yield f"{letter(number)} is not the explanation."
        yield from _help(before, tries, evidence)


def outcome(tries: Tries) -> str:
    """How a hunt ended, in a few words."""
    if tries.is_given_up:
        return "Given up"
    return "Not found" if tries.is_missed else FOUND[tries.quality]


def comes_back(tries: Tries, due: date | None, today: date) -> str:
    """How it ended and when its exercise is hunted in again."""
    return f"{outcome(tries)}: recorded, due {when(due, today)}." if due else f"{outcome(tries)}: recorded."


def effects(drafts: Sequence[Draft]) -> Iterator[str]:
    """What a hunt did to its exercise."""
    for draft in drafts:
        if draft.kind is Kind.NUDGED:
            yield f"Missed twice in a row: {draft.item} is due now."
        elif draft.kind is Kind.POSTPONED:
            yield f"{draft.item} does not need to be written again before {draft.data['due']}."


def fix_of(hunt: Hunt) -> tuple[str, ...]:
    """The lines of a diff from the program that was shown to the right one: `-` is what is wrong, `+` what fixes it."""
    found: list[str] = []
    for is_changed, group in groupby(hunt.edit, key=lambda line: line[:1] in ("+", "-")):
        lines = list(group)
        came = [f"-{line[1:]}" for line in lines if line.startswith("+")]
        gone = [f"+{line[1:]}" for line in lines if line.startswith("-")]
        found += [*came, *gone] if is_changed else lines
    return tuple(found)


def answer_line(hunt: Hunt) -> str:
    """Where the bug is."""
    if not hunt.has_bug:
        return "Nothing is wrong with this program."
    lines = ", ".join(map(str, sorted(hunt.faulty)))
    return f"The bug is in line{'s' if len(hunt.faulty) > 1 else ''} {lines}."


def letter(number: int) -> str:
    """What names an explanation, counted from 0."""
    return "abcdefgh"[number]


def _named(line: int) -> str:
    return f"Line {line}" if line != NO_BUG else "That nothing is wrong"


def _help(before: Tries, tries: Tries, evidence: Evidence) -> Iterator[str]:
    if evidence.trouble and tries.hunt.has_bug and not before.told:
        yield f"The failing requirement cannot be shown: {evidence.trouble.rstrip('.')}."
    for step in tries.told[len(before.told) :]:
        match step:
            case Help.REQUIREMENT:
                yield from _requirement(tries, evidence.found())
            case Help.FUNCTION:
                yield f"It is in `{tries.function}`."
            case Help.LINE:
                yield answer_line(tries.hunt)
            case Help.REASON:
                yield f"The right explanation is {letter(tries.hunt.right)}."


def _requirement(tries: Tries, failing: Failing | None) -> Iterator[str]:
    if not tries.hunt.has_bug:
        yield "Every requirement of the exercise holds for this program."
    elif failing:
        yield f"This requirement fails: {failing.requirement}"
        if failing.expected or failing.got:
            yield f"Expected {_quoted(failing.expected)}, got {_quoted(failing.got)}."
        elif failing.message:
            yield _short(failing.message)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


def _quoted(text: str) -> str:
    short = _short(text)
    return short if "`" in short or not short else f"`{short}`"
