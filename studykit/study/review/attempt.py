"""What a learner did before seeing the answer, and what is said about it at every door."""

from dataclasses import dataclass

from studykit.study.review.question import Question
from studykit.study.review.sides import accepted, right_letter
from studykit.study.review.typed import Comparison, Match, compare

LONGEST_TYPED = 2000
GOOD, AGAIN = "3", "1"


@dataclass(frozen=True, slots=True)
class Attempt:
    """What the learner did, and the key of the grade that it suggests: Again where an answer was asked for and none was given."""

    suggested: str = AGAIN
    typed: str | None = None
    remarks: tuple[str, ...] = ()


def chosen(question: Question, letter: str) -> Attempt:
    """The choice of an option by its letter."""
    is_right = letter == right_letter(question.card, question.day)
    return Attempt(GOOD if is_right else AGAIN, remarks=(f"{letter} is {'right' if is_right else 'wrong'}.",))


def typed_in(question: Question, text: str) -> Attempt:
    """An answer that was typed; none if there is nothing in it."""
    typed = text.strip()[:LONGEST_TYPED]
    if not typed:
        return Attempt()
    comparison = compare(typed, accepted(question.card))
    return Attempt(AGAIN if comparison.match is Match.WRONG else GOOD, typed, _remarks(comparison))


def printable(text: str) -> str:
    """The text without what would move a terminal's cursor."""
    return "".join(character if character.isprintable() or character == "\n" else "\ufffd" for character in text)


def _remarks(comparison: Comparison) -> tuple[str, ...]:
    if comparison.match is Match.RIGHT:
        return ("Right.",)
    if comparison.match is Match.RIGHT_BUT_CASE:
        return ("Right, but for upper and lower case:", printable(comparison.nearest.strip()))
    return ("Not right. [-too much-] {+missing+}:", *map(printable, comparison.difference))
