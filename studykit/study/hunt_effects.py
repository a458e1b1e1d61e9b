"""What a bug hunt does to its exercise: missed twice in a row it makes it due, found it puts off writing it again.

Both are events of the exercise that come with the answer, so that one undo takes back all of it, and two devices agree.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from studykit.memory.calendar import study_day
from studykit.memory.hunting import FOUND, MISSES, misses_in_a_row, rewriting_day
from studykit.memory.ladder import SHORTEST_DAYS
from studykit.memory.schedule import LOWEST_RECALL
from studykit.progress.events import REASON, Draft, Kind
from studykit.progress.fold import ItemMemory, in_effect, next_interval_days
from studykit.progress.openings import exercise_of
from studykit.progress.store import Store

HUNT_MISSED, HUNT_FOUND = "hunt missed", "hunt found"


def hunt_drafts(store: Store, item: str, data: Mapping[str, Any], at: datetime) -> list[Draft]:
    """Return what to record of a hunt that was done: its review, and what that does to the exercise.

    `data` holds the `quality` and, where a program was shown, `mistake` (its name, "" for a right program), the `cards` that name its idea,
    `seconds`, `line_tries`, `reason_tries` and `helps`.
    """
    day, quality = study_day(at, store.rollover_hour), data["quality"]
    review = Draft(Kind.REVIEWED, item, data)
    exercise = store.memory(exercise_of(item))
    if exercise is None:
        return [review]
    if quality < LOWEST_RECALL:
        return [review, *_making_due(store, item, quality, exercise, at, day)]
    return [review, *_putting_off(store, item, quality, exercise, day)] if quality >= FOUND else [review]


def _making_due(store: Store, item: str, quality: int, exercise: ItemMemory, at: datetime, day: date) -> list[Draft]:
    if (exercise.due is not None and exercise.due <= day) or _was_rewritten_just_now(exercise, day):
        return []
    # What was missed before the exercise was written last has had its effect.
    before = [
        event.data["quality"]
        for event in in_effect(store.events(item))
        if event.kind is Kind.REVIEWED and event.at < at and (exercise.last is None or event.day > exercise.last)
    ]
    is_missed = misses_in_a_row([*before, quality]) >= MISSES
    return [Draft(Kind.NUDGED, exercise.item, {REASON: HUNT_MISSED})] if is_missed else []


def _was_rewritten_just_now(exercise: ItemMemory, day: date) -> bool:
    """Whether to write it once more would be soon: who finds no bugs would write the same every other day, and nothing new."""
    if exercise.last is None or exercise.last == exercise.introduced:
        return False
    return (day - exercise.last).days < SHORTEST_DAYS


def _putting_off(store: Store, item: str, quality: int, exercise: ItemMemory, day: date) -> list[Draft]:
    written = exercise.counted or exercise.last
    if written is None or exercise.due is None or exercise.is_brought:
        return []  # what missed hunts made due is to be written, whatever was found meanwhile
    to = rewriting_day(day, next_interval_days(store.memory(item), quality, day, store.scheduler), written)
    is_later = to > max(day, exercise.due)
    return [Draft(Kind.POSTPONED, exercise.item, {"due": to.isoformat(), REASON: HUNT_FOUND})] if is_later else []
