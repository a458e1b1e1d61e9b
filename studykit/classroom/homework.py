"""What to set a class next, from what it did not know."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from studykit.classroom.gradebook import Gradebook
from studykit.classroom.misconceptions import starters
from studykit.content.deck import Card
from studykit.content.exercise import Exercise
from studykit.content.pack import Library

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
    class made known mistakes: to find such a bug in another's program is the next step. A starter as it was given asks for no card."""
    cards: set[tuple[str, str]] = set()  # with a student: one who needs a card for two exercises is one
    again: Counter[str] = Counter()
    hunts: Counter[str] = Counter()
    for id in book.exercises:
        graded = [(grade.student, grade.report) for grade in book.grades if grade.exercise == id and grade.report]
        as_given = starters(library.exercise(id), [report for _, report in graded])
        cards |= {(card, student) for student, report in graded if report.source not in as_given for card in report.failed_cards}
        again[id] = sum(not report.passed for _, report in graded)
        hunts[id] = sum(bool(report.diagnoses) for _, report in graded)
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
