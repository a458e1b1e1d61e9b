"""What to set a class next, from what it did not know."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from studykit.classroom.gradebook import Gradebook
from studykit.content.deck import Card
from studykit.content.exercise import Exercise
from studykit.content.pack import Library
from studykit.grading.grade_report import Verdict

MOST_CARDS = 20
MOST_EXERCISES = 5


@dataclass(frozen=True, slots=True)
class Homework:
    """Cards, exercises to do again and exercises whose bugs to hunt, each with the number of students who need it, most first."""

    cards: tuple[tuple[Card, int], ...]
    again: tuple[tuple[Exercise, int], ...]
    hunts: tuple[tuple[Exercise, int], ...]


def homework(book: Gradebook, library: Library) -> Homework:
    """The cards that diagnoses and failed requirements point at, the exercises that were handed in and not passed, and hunts where the
    class made known mistakes: to find such a bug in another's program is the next step."""
    cards: Counter[tuple[str, str]] = Counter()  # by card and student: one who needs it for two exercises is one
    again: Counter[str] = Counter()
    hunts: Counter[str] = Counter()
    for grade in book.grades:
        if grade.report is not None:
            cards.update({(card, grade.student) for card in grade.report.failed_cards})
            again[grade.exercise] += grade.report.verdict is not Verdict.PASSED
            hunts[grade.exercise] += bool(grade.report.diagnoses)
    needed = Counter(card for card, _ in cards)
    return Homework(
        tuple((library.cards[id], number) for id, number in _most(needed, library.cards, MOST_CARDS)),
        tuple((library.exercises[id], number) for id, number in _most(again, library.exercises, MOST_EXERCISES)),
        tuple((library.exercises[id], number) for id, number in _most(hunts, library.exercises, MOST_EXERCISES)),
    )


def _most(counts: Counter[str], known: Iterable[str], most: int) -> list[tuple[str, int]]:
    """Those of the highest counts; equal ones in the order in which they are taught."""
    found = [(id, counts[id]) for id in known if counts[id]]
    return sorted(found, key=lambda each: -each[1])[:most]
