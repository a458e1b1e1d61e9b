"""Hints, one at a time and each recorded, from a nudge to nearly the answer."""

from dataclasses import dataclass
from datetime import datetime

from studykit.content.exercise import Exercise
from studykit.progress.events import Kind
from studykit.progress.fold import in_effect
from studykit.progress.store import Store


@dataclass(frozen=True, slots=True)
class Hint:
    """Hint `number` of `count`, as Markdown; one that is not `fresh` is all of them, after the last."""

    number: int
    count: int
    texts: tuple[str, ...]
    fresh: bool

    @property
    def is_last(self) -> bool:
        """Whether no further one comes."""
        return self.number == self.count


def take_hint(exercise: Exercise, store: Store, now: datetime) -> Hint:
    """Take the next hint and record it; after the last, all of them once more.

    After a failed grade the next hint is the first not seen yet that helps with a test that failed, if there is one.
    """
    seen, failed = _since_the_pass(exercise, store)
    count = len(exercise.hints)
    left = [number for number in range(1, count + 1) if number not in seen]
    if not left:
        return Hint(count, count, exercise.hints, fresh=False)
    fitting = sorted(number for test, number in exercise.helps.items() if test in failed and number in left)
    number = fitting[0] if fitting else left[0]
    store.record(Kind.HINTED, exercise.item, now, {"hint": number})
    return Hint(number, count, exercise.hints[number - 1 : number], fresh=True)


def _since_the_pass(exercise: Exercise, store: Store) -> tuple[set[int], set[str]]:
    """The numbers of the hints seen since the last pass, and the tests that failed in the last grade."""
    memory = store.memory(exercise.item)
    if memory is None or not (memory.hints or memory.tries):
        return set(), set()
    events = in_effect(store.events(exercise.item))
    # The memory knows how many count: a pass and giving up start from zero.
    seen = [int(event.data.get("hint", 0)) for event in events if event.kind is Kind.HINTED]
    grades = [event for event in events if event.kind is Kind.GRADED]
    failed = set(grades[-1].data.get("failed", ())) if grades and memory.tries else set()
    return set(seen[-memory.hints :] if memory.hints else ()), failed
