"""What comes back on which day, if everything is done on its day and nothing new begins."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from studykit.progress.fold import ItemMemory

FORECAST_DAYS = 30


@dataclass(frozen=True, slots=True)
class DueDay:
    """How many cards, exercises and hunts come back on a day."""

    day: date
    cards: int
    exercises: int
    hunts: int = 0

    @property
    def all(self) -> int:
        return self.cards + self.exercises + self.hunts


def forecast(memories: Iterable[ItemMemory], today: date, waiting: Collection[str] = (), days: int = FORECAST_DAYS) -> list[DueDay]:
    """Return the days from today on; what is overdue counts for today, what is buried today or of the items `waiting` for tomorrow at the
    earliest.

    Each item counts once, on its next day; what is suspended does not count.
    """
    tally: Counter[tuple[date, str]] = Counter()
    for memory in memories:
        if memory.due is not None and not memory.suspended:
            is_put_off = memory.buried == today or memory.item in waiting
            first = today + timedelta(days=is_put_off and today < date.max)
            tally[max(memory.due, first), memory.item.partition(":")[0]] += 1
    calendar = [today + timedelta(days=ahead) for ahead in range(min(days, (date.max - today).days + 1))]
    return [DueDay(day, *(tally[day, kind] for kind in ("card", "exercise", "hunt"))) for day in calendar]
