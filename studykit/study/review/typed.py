"""Whether what the learner typed is right, and where it differs, in marks that need no color."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import zip_longest

# Below this likeness two texts share letters by chance, and a difference letter by letter would be noise.
LEAST_LIKENESS = 0.5
LONGEST_COMPARED = 500


class Match(StrEnum):
    RIGHT = "right"
    RIGHT_BUT_CASE = "right but case"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a typed text compares with the accepted answer nearest to it; `difference` has a line for each line."""

    match: Match
    nearest: str
    difference: tuple[str, ...] = ()


def compare(typed: str, accepted: Sequence[str]) -> Comparison:
    """Compare after trimming and collapsing blanks, line by line; empty lines count for nothing. `accepted` holds at least one answer."""
    given = _lines(typed)
    for answer in accepted:
        if _lines(answer) == given:
            return Comparison(Match.RIGHT, answer)
    for answer in accepted:
        if _folded(_lines(answer)) == _folded(given):
            return Comparison(Match.RIGHT_BUT_CASE, answer)
    nearest = max(accepted, key=lambda answer: _likeness("\n".join(given), "\n".join(_lines(answer))))
    return Comparison(Match.WRONG, nearest, tuple(_line_differences(given, _lines(nearest))))


def difference(typed: str, answer: str) -> str:
    """Return one line of text with [-what is too much-] and {+what is missing+}."""
    if _likeness(typed, answer) < LEAST_LIKENESS:
        return _marked(typed, answer)
    matcher = SequenceMatcher(None, typed, answer, autojunk=False)
    return "".join(
        typed[start:end] if tag == "equal" else _marked(typed[start:end], answer[begin:stop])
        for tag, start, end, begin, stop in matcher.get_opcodes()
    )


def _line_differences(given: Sequence[str], wanted: Sequence[str]) -> Iterator[str]:
    for tag, start, end, begin, stop in SequenceMatcher(None, given, wanted, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from given[start:end]
        else:
            yield from (difference(line, answer) for line, answer in zip_longest(given[start:end], wanted[begin:stop], fillvalue=""))


def _lines(text: str) -> list[str]:
    # The cards write a real minus sign where a keyboard has a hyphen.
    collapsed = (" ".join(line.split()) for line in text.replace("−", "-").splitlines())
    return [line for line in collapsed if line]


def _folded(lines: Iterable[str]) -> list[str]:
    return [line.casefold() for line in lines]


def _likeness(one: str, other: str) -> float:
    if max(len(one), len(other)) > LONGEST_COMPARED:
        return 0.0  # comparing takes time by the product of the lengths
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _marked(too_much: str, missing: str) -> str:
    return (f"[-{too_much}-]" if too_much else "") + (f"{{+{missing}+}}" if missing else "")
