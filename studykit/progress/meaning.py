"""What each kind of event does to what is known of its item; apart, for it is what a million of them go through."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from studykit.memory.schedule import LOWEST_RECALL, NEW, State
from studykit.memory.scheduler import EXERCISE_LADDER, Scheduler
from studykit.progress.events import INVALID, PASSED, Kind

QUALITY_AT_ONCE = 5
QUALITY_AFTER_TRIES = 4
QUALITY_WITH_HINTS = 3
QUALITY_GIVEN_UP = 1
# Where an interval leads beyond the calendar, the item is due on its last day.
LAST_DAY = date.max.toordinal()

# What table `memory` holds of an item: the fields of ItemMemory in their order, with days as ISO 8601.
Row = tuple[Any, ...]


class Fold:
    """An item's memory in the making; it changes in place and counts days as ordinals, which makes a rebuild twice as fast."""

    __slots__ = (
        "_advance",
        "_hold",
        "_is_brought",
        "_only_later",
        "buried",
        "counted",
        "due",
        "flagged",
        "given_up",
        "hints",
        "introduced",
        "lapses",
        "last",
        "nudged",
        "passed",
        "reviews",
        "scheduled",
        "state",
        "suspended",
        "tries",
    )

    def __init__(self, scheduler: Scheduler) -> None:
        self._advance = scheduler.advance
        self._hold = scheduler.hold
        # Hunts put an exercise off, and nothing else does: two devices that did not know of each other must not bring it forward.
        self._only_later = scheduler.name == EXERCISE_LADDER.name
        self._is_brought = False
        self.state: State = NEW
        self.lapses = self.reviews = self.tries = self.hints = 0
        # Numbers, not booleans, which the sqlite3 module takes so slowly that a rebuild would last a tenth longer.
        self.suspended = self.passed = self.given_up = self.flagged = 0
        self.due: int | None = None
        self.introduced: int | None = None
        self.last: int | None = None
        self.nudged: int | None = None
        self.buried: int | None = None
        self.counted: int | None = None
        self.scheduled: int | None = None

    def take(self, kind: str, day: int, value: Any) -> int | None:
        """Apply one event in effect, of a day's ordinal; return its quality if it counted as a review.

        `value` is what the kind carries: the quality of a review, the verdict of a grade, the day (ISO 8601) to which it was postponed.
        An unknown kind is a KeyError.
        """
        return _MEANINGS[kind](self, day, value)

    def begin(self, day: int) -> None:
        """Have what follows be of hunts that a pass on a day opened: the first is due on the next day."""
        self.due = self.scheduled = min(day + 1, LAST_DAY)

    def row(self, item: str) -> Row:
        """Return what the events so far amount to, as table `memory` holds it."""
        return (
            item,
            *self.state[:3],
            _text(self.due),
            self.lapses,
            self.reviews,
            _text(self.introduced),
            _text(self.last),
            self.suspended,
            self.passed,
            self.tries,
            self.hints,
            self.given_up,
            _text(self.nudged),
            _text(self.buried),
            self.flagged,
            *self.state[3:],
            _text(self.counted),
            _text(self.scheduled),
        )

    def elapsed_days(self, day: int) -> int:
        """Return the days since the last review that counted, 0 before the first; a flight over the date line can set the calendar back."""
        return day - self.counted if self.counted is not None and day > self.counted else 0

    def is_early(self, day: int) -> bool:
        """Whether a review on a day comes before the item's own day, to which no nudge belongs, and before its interval is over."""
        if self.scheduled is None or self.counted is None:
            return False
        return day < self.scheduled and day - self.counted < self.state[1]

    def review(self, day: int, quality: int) -> int:
        """Apply a review, as `take` does. Before its day a known item keeps its date, and a forgotten one lapses."""
        if self.last is None:
            self.introduced = day
        elif quality < LOWEST_RECALL:
            self.lapses += 1
        self.reviews += 1
        self.last = day
        self._is_brought = False
        if quality >= LOWEST_RECALL and self.is_early(day):
            self.state = self._hold(self.state, quality)
            self.due = self.scheduled
            return quality
        self.state = self._advance(self.state, quality, self.elapsed_days(day))
        due = day + self.state[1]
        self.due = self.scheduled = due if due < LAST_DAY else LAST_DAY
        self.counted = day
        return quality

    def _grade(self, day: int, verdict: str) -> int | None:
        if verdict != PASSED:
            self.tries += verdict != INVALID  # a file that does not even parse was no try
            return None
        quality = self._quality_of_a_pass()
        self.passed = 1
        self.tries = self.hints = 0
        self.given_up = 0
        return self.review(day, quality) if self._counts_on(day) else None

    def _give_up(self, day: int, _: None) -> int | None:
        self.given_up = 1
        if not self._counts_on(day):
            return None
        # Giving up is this round's grade; the next pass is judged by the way to it alone.
        self.tries = self.hints = 0
        return self.review(day, QUALITY_GIVEN_UP)

    def _counts_on(self, day: int) -> bool:
        return self.reviews == 0 or (self.due is not None and self.due <= day)

    def _quality_of_a_pass(self) -> int:
        if self.hints:
            return QUALITY_WITH_HINTS
        return QUALITY_AFTER_TRIES if self.tries else QUALITY_AT_ONCE

    def _nudge(self, day: int, _: None) -> None:
        if self.nudged == day:
            return
        self.nudged = day
        self._is_brought = True
        self.due = day if self.due is None else min(self.due, day)

    def _hint(self, day: int, _: None) -> None:
        self.hints += 1

    def _bury(self, day: int, _: None) -> None:
        self.buried = day

    def _postpone(self, day: int, due: str) -> None:
        to = date.fromisoformat(due).toordinal()
        if not self._only_later:
            self.due = self.scheduled = to
            return
        self.scheduled = max(self.scheduled or to, to)
        if not self._is_brought:  # what missed hunts made due stays so until it is written again
            self.due = max(self.due or to, to)

    def _flag(self, day: int, _: None) -> None:
        self.flagged = 1

    def _unflag(self, day: int, _: None) -> None:
        self.flagged = 0

    def _suspend(self, day: int, _: None) -> None:
        self.suspended = 1

    def _resume(self, day: int, _: None) -> None:
        self.suspended = 0

    def _change_nothing(self, day: int, _: None) -> None:
        pass


_MEANINGS: Mapping[str, Callable[[Fold, int, Any], int | None]] = {
    Kind.REVIEWED: Fold.review,
    Kind.GRADED: Fold._grade,
    Kind.REVEALED: Fold._give_up,
    Kind.NUDGED: Fold._nudge,
    Kind.HINTED: Fold._hint,
    Kind.BURIED: Fold._bury,
    Kind.POSTPONED: Fold._postpone,
    Kind.FLAGGED: Fold._flag,
    Kind.UNFLAGGED: Fold._unflag,
    Kind.SUSPENDED: Fold._suspend,
    Kind.RESUMED: Fold._resume,
    Kind.DRILLED: Fold._change_nothing,
    Kind.FITTED: Fold._change_nothing,
}


@lru_cache(maxsize=100_000)
def _text(ordinal: int | None) -> str | None:
    return None if ordinal is None else date.fromordinal(ordinal).isoformat()
