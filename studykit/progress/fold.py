"""The meaning of the log: an item's memory is a fold over its events, so undo, sync and recovery are the same mechanism."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from studykit.memory.sm2 import LOWEST_RECALL, NEW, Schedule, Step, advance, explain
from studykit.progress.events import INVALID, PASSED, Event, Kind

QUALITY_AT_ONCE = 5
QUALITY_AFTER_TRIES = 4
QUALITY_WITH_HINTS = 3
QUALITY_GIVEN_UP = 1
# Where an interval leads beyond the calendar, the item is due on its last day.
LAST_DAY = date.max.toordinal()


@dataclass(frozen=True, slots=True)
class ItemMemory:
    """What the log says about an item now.

    `ease` is in hundredths; `due`, `introduced` and `last` are None before the first review, but a nudge sets `due`;
    `tries` (failed grades), `hints` and `given_up` count since the last pass; on the day `buried` the item is not asked.
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

    @property
    def schedule(self) -> Schedule:
        return Schedule(self.repetitions, self.interval_days, self.ease)

    def is_due(self, day: date) -> bool:
        return not self.suspended and self.buried != day and self.due is not None and self.due <= day


@dataclass(frozen=True, slots=True)
class Counted:
    """An event that counted as a review, with the quality it stood for, SM-2's arithmetic, and the day it led to."""

    event: Event
    step: Step
    due: date


class Fold:
    """An item's memory in the making; it changes in place and counts days as ordinals, which makes a rebuild twice as fast."""

    __slots__ = (
        "buried",
        "due",
        "ease",
        "flagged",
        "given_up",
        "hints",
        "interval_days",
        "introduced",
        "lapses",
        "last",
        "nudged",
        "passed",
        "repetitions",
        "reviews",
        "suspended",
        "tries",
    )

    def __init__(self) -> None:
        self.repetitions, self.interval_days, self.ease = NEW.repetitions, NEW.interval_days, NEW.ease
        self.lapses = self.reviews = self.tries = self.hints = 0
        self.suspended = self.passed = self.given_up = self.flagged = False
        self.due: int | None = None
        self.introduced: int | None = None
        self.last: int | None = None
        self.nudged: int | None = None
        self.buried: int | None = None

    def take(self, kind: str, day: int, value: Any) -> int | None:
        """Apply one event in effect, of a day's ordinal; return its quality if it counted as a review.

        `value` is what the kind carries: the quality of a review, the verdict of a grade, the day (ISO 8601) to which it was postponed.
        An unknown kind is a ValueError.
        """
        if kind == Kind.REVIEWED:
            return self._review(day, value)
        if kind == Kind.GRADED:
            return self._grade(day, value)
        if kind == Kind.REVEALED:
            return self._give_up(day)
        if kind != Kind.DRILLED:
            self._happen(kind, day, value)
        return None

    def result(self, item: str) -> ItemMemory:
        """Return what the events so far amount to."""
        return ItemMemory(
            item,
            self.repetitions,
            self.interval_days,
            self.ease,
            _date(self.due),
            self.lapses,
            self.reviews,
            _date(self.introduced),
            _date(self.last),
            self.suspended,
            self.passed,
            self.tries,
            self.hints,
            self.given_up,
            _date(self.nudged),
            _date(self.buried),
            self.flagged,
        )

    def _happen(self, kind: str, day: int, value: Any) -> None:
        if kind == Kind.NUDGED:
            self._nudge(day)
        elif kind == Kind.HINTED:
            self.hints += 1
        elif kind == Kind.BURIED:
            self.buried = day
        elif kind == Kind.POSTPONED:
            self.due = date.fromisoformat(value).toordinal()
        elif kind in (Kind.FLAGGED, Kind.UNFLAGGED):
            self.flagged = kind == Kind.FLAGGED
        else:
            self.suspended = Kind(kind) is Kind.SUSPENDED

    def _counts_on(self, day: int) -> bool:
        return self.reviews == 0 or (self.due is not None and self.due <= day)

    def _review(self, day: int, quality: int) -> int:
        if self.reviews == 0:
            self.introduced = day
        elif quality < LOWEST_RECALL:
            self.lapses += 1
        self.repetitions, self.interval_days, self.ease = advance(self.repetitions, self.interval_days, self.ease, quality)
        self.due = min(LAST_DAY, day + self.interval_days)
        self.reviews += 1
        self.last = day
        return quality

    def _grade(self, day: int, verdict: str) -> int | None:
        if verdict != PASSED:
            self.tries += verdict != INVALID  # a file that does not even parse was no try
            return None
        quality = self._quality_of_a_pass()
        self.passed = True
        self.tries = self.hints = 0
        self.given_up = False
        return self._review(day, quality) if self._counts_on(day) else None

    def _give_up(self, day: int) -> int | None:
        self.given_up = True
        if not self._counts_on(day):
            return None
        # Giving up is this round's grade; the next pass is judged by the way to it alone.
        self.tries = self.hints = 0
        return self._review(day, QUALITY_GIVEN_UP)

    def _quality_of_a_pass(self) -> int:
        if self.hints:
            return QUALITY_WITH_HINTS
        return QUALITY_AFTER_TRIES if self.tries else QUALITY_AT_ONCE

    def _nudge(self, day: int) -> None:
        if self.nudged == day:
            return
        self.nudged = day
        self.due = day if self.due is None else min(self.due, day)


def fold(item: str, events: Sequence[Event]) -> ItemMemory | None:
    """Return the memory that an item's events, in the order of their ids, amount to; None if none is in effect."""
    standing = in_effect(events)
    if not standing:
        return None
    state = Fold()
    for event in standing:
        state.take(event.kind, event.day.toordinal(), event.value)
    return state.result(item)


def history(events: Sequence[Event]) -> list[Counted]:
    """Return the reviews among an item's events, each with the arithmetic that led to the next due day."""
    state = Fold()
    counted: list[Counted] = []
    for event in in_effect(events):
        before = Schedule(state.repetitions, state.interval_days, state.ease)
        quality = state.take(event.kind, event.day.toordinal(), event.value)
        if quality is not None and state.due is not None:
            counted.append(Counted(event, explain(before, quality), date.fromordinal(state.due)))
    return counted


def in_effect(events: Sequence[Event]) -> list[Event]:
    """Return an item's events without those that were undone, and without the undoing ones."""
    undoing = [(event.id, event.data["event"]) for event in reversed(events) if event.kind is Kind.UNDONE]
    gone = cancelled(undoing)
    return [event for event in events if event.kind is not Kind.UNDONE and event.id not in gone]


def cancelled(undoing: Iterable[tuple[str, str]]) -> set[str]:
    """Return the ids of the undone events, from pairs (id, id of the event undone), newest first.

    An undo that was itself undone cancels nothing; an undo reaches only events before it, so no circle can arise.
    """
    gone: set[str] = set()
    for id, target in undoing:
        if id not in gone and target < id:
            gone.add(target)
    return gone


def _date(ordinal: int | None) -> date | None:
    return None if ordinal is None else date.fromordinal(ordinal)
