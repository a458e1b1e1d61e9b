"""The meaning of the log: an item's memory is a fold over its events, so undo, sync and recovery are the same mechanism."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Self

from studykit.memory.schedule import LOWEST_RECALL, NEW, Schedule, Step
from studykit.memory.scheduler import SM2_SCHEDULER, Scheduler, scheduler_of
from studykit.progress.events import Event, Kind
from studykit.progress.meaning import Fold, Row


class ItemMemory(NamedTuple):
    """What the log says about an item now; a tuple, because a start reads many, and a data class of so many fields takes long to make.

    `ease` is in hundredths; `due`, `introduced` and `last` are None before the first review, but a nudge sets `due`;
    `tries` (failed grades), `hints` and `given_up` count since the last pass; on the day `buried` the item is not asked;
    `stability` and `difficulty` are those of FSRS, None under SM-2; `counted` is the day of the last review from which the interval counts,
    which one before its day does not, and `scheduled` the item's own day, which no nudge moves.
    """

    item: str
    repetitions: int
    interval_days: int
    ease: int
    due: date | None
    lapses: int
    reviews: int
    introduced: date | None
    last: date | None
    suspended: bool
    passed: bool
    tries: int
    hints: int
    given_up: bool
    nudged: date | None
    buried: date | None = None
    flagged: bool = False
    stability: float | None = None
    difficulty: float | None = None
    counted: date | None = None
    scheduled: date | None = None

    @classmethod
    def from_row(cls, row: Row) -> Self:
        """Return what a row of table `memory` holds."""
        item, repetitions, interval_days, ease, due, lapses, reviews, introduced, last, suspended, passed, *rest = row
        tries, hints, given_up, nudged, buried, flagged, stability, difficulty, counted, scheduled = rest
        return cls(
            item,
            repetitions,
            interval_days,
            ease,
            _date(due),
            lapses,
            reviews,
            _date(introduced),
            _date(last),
            bool(suspended),
            bool(passed),
            tries,
            hints,
            bool(given_up),
            _date(nudged),
            _date(buried),
            bool(flagged),
            stability,
            difficulty,
            _date(counted),
            _date(scheduled),
        )

    @property
    def schedule(self) -> Schedule:
        return Schedule(self.repetitions, self.interval_days, self.ease, self.stability, self.difficulty)

    def is_early(self, day: date) -> bool:
        """Whether a review on a day would come before the item's own day; as in the fold."""
        if self.scheduled is None or self.counted is None:
            return False
        return day < self.scheduled and (day - self.counted).days < self.interval_days

    @property
    def is_brought(self) -> bool:
        """Whether a nudge made it due, and it was not done since: a mistake was made, or its hunts were missed."""
        if self.nudged is None:
            return False
        is_ahead = self.due is not None and self.scheduled is not None and self.due < self.scheduled
        return is_ahead or self.last is None or self.nudged > self.last

    def is_due(self, day: date) -> bool:
        return not self.suspended and self.buried != day and self.due is not None and self.due <= day


@dataclass(frozen=True, slots=True)
class Counted:
    """An event that counted as a review, with the quality it stood for, the scheduler's arithmetic, and the day it led to."""

    event: Event
    step: Step
    due: date


def fold(item: str, events: Sequence[Event], scheduler: Scheduler = SM2_SCHEDULER, opened: date | None = None) -> ItemMemory | None:
    """Return the memory that an item's events, in the order of their ids, amount to; None if none is in effect. `opened`: the day of the
    first pass of a hunt's exercise, if it was passed."""
    standing = in_effect(events)
    if not standing and opened is None:
        return None
    state = Fold(scheduler_of(item, scheduler))
    if opened is not None:
        state.begin(opened.toordinal())
    for event in standing:
        state.take(event.kind, event.day.toordinal(), event.value)
    return ItemMemory.from_row(state.row(item))


def history(events: Sequence[Event], scheduler: Scheduler = SM2_SCHEDULER, opened: date | None = None) -> list[Counted]:
    """Return the reviews among an item's events, each with the arithmetic that led to the next due day; `opened` as in `fold`."""
    scheduler = scheduler_of(events[0].item, scheduler) if events else scheduler
    state = Fold(scheduler)
    if opened is not None:
        state.begin(opened.toordinal())
    counted: list[Counted] = []
    for event in in_effect(events):
        day = event.day.toordinal()
        before, elapsed_days, is_early = Schedule(*state.state), state.elapsed_days(day), state.is_early(day)
        quality = state.take(event.kind, day, event.value)
        if quality is not None and state.due is not None:
            is_held = is_early and quality >= LOWEST_RECALL
            step = _held(before, state, quality, elapsed_days) if is_held else scheduler.explain(before, quality, elapsed_days)
            counted.append(Counted(event, step, date.fromordinal(state.due)))
    return counted


def _held(before: Schedule, state: Fold, quality: int, elapsed_days: int) -> Step:
    after = Schedule(*state.state)
    parts = {"interval": f"known on day {elapsed_days} of {before.interval_days}, before its day: the date stays"}
    if after.ease < before.ease:
        parts["ease"] = f"ease {before.ease / 100:.2f} -> {after.ease / 100:.2f}"
    if after.difficulty != before.difficulty:
        parts["difficulty"] = f"D {before.difficulty:.2f} -> {after.difficulty:.2f}"
    return Step(quality, before, after, parts)


def next_interval_days(memory: ItemMemory | None, quality: int, day: date, scheduler: Scheduler) -> int:
    """Return how many days after a day a review of this quality would put the next one."""
    if memory is None or memory.counted is None:
        return scheduler.advance(NEW, quality, 0)[1]
    if memory.scheduled is not None and quality >= LOWEST_RECALL and memory.is_early(day):
        return (memory.scheduled - day).days
    return scheduler.advance(memory.schedule, quality, max(0, (day - memory.counted).days))[1]


def in_effect(events: Sequence[Event]) -> list[Event]:
    """Return an item's events without those that were undone, and without the undoing ones."""
    named = {event.id: event.item for event in events}
    # An item may have had other names; an undo counts only for an event of its own, as everywhere.
    undone = ((event, event.data["event"]) for event in reversed(events) if event.kind is Kind.UNDONE)
    undoing = [(event.id, target) for event, target in undone if named.get(target) == event.item]
    gone = cancelled(undoing)
    return [event for event in events if event.kind is not Kind.UNDONE and event.id not in gone]


def cancelled(undoing: Iterable[tuple[str, str]]) -> Counter[str]:
    """Return the ids of the undone events with the number of undos in effect, from pairs (id, id of the event undone), newest first.

    An undo that was itself undone cancels nothing; an undo reaches only events before it, so no circle can arise.
    """
    gone: Counter[str] = Counter()
    for id, target in undoing:
        if id not in gone and target < id:
            gone[target] += 1
    return gone


def _date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
