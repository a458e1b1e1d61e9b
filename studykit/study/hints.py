"""Hints, one at a time and each recorded, from a nudge to nearly the answer."""

from dataclasses import dataclass
from datetime import datetime

from studykit.content.exercise import Exercise
from studykit.progress.events import Kind
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
    """Take the next hint and record it; after the last, all of them once more."""
    memory = store.memory(exercise.item)
    seen = memory.hints if memory else 0
    count = len(exercise.hints)
    if seen >= count:
        return Hint(count, count, exercise.hints, fresh=False)
    store.record(Kind.HINTED, exercise.item, now, {"hint": seen + 1})
    return Hint(seen + 1, count, exercise.hints[seen : seen + 1], fresh=True)
