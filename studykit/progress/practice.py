"""What was practiced: the events in effect as plain records, read once from the whole log, from which all statistics are made."""

import sqlite3
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from studykit.memory.scheduler import HUNT_PREFIX
from studykit.progress.events import Kind, UnreadableEvent
from studykit.progress.names import as_parameter, names
from studykit.progress.store import Store

_PRACTICE = """
    SELECT item, id, day, kind, json_extract(data, CASE kind WHEN 'graded' THEN '$.verdict' ELSE '$.quality' END),
           json_extract(data, '$.seconds')
    FROM event
    WHERE kind IN ('reviewed', 'drilled', 'graded', 'hinted', 'revealed') AND id NOT IN (SELECT event FROM undone) {} ORDER BY item, id
"""
_AMONG = "AND item {} (SELECT value FROM json_each(?))"
# Names of what each of a log's events is compared with: to look them up would be a tenth of the reading.
_REVIEWED = Kind.REVIEWED.value
_NUMBER = (int, float)  # other programs may write into the log through imports: what is no duration counts as none
_Row = tuple[str, str, str, str, Any, Any]


class Review(NamedTuple):
    """A review on a study day; `days_since` its item's review before it, None at the first; `seconds` only where they were taken."""

    item: str
    day: date
    quality: int
    days_since: int | None
    seconds: float | None


class Attempt(NamedTuple):
    """Something else that a learner did with an item: graded (with a verdict), drilled, hinted or revealed."""

    item: str
    day: date
    kind: str
    verdict: str | None
    seconds: float | None


@dataclass(frozen=True, slots=True)
class Practice:
    """All that was practiced and not undone, ordered by item and then by time; `hunts` are reviews of another kind, each of other code."""

    reviews: tuple[Review, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    hunts: tuple[Review, ...] = ()


def group_of(item: str) -> str:
    """Return the deck of a card, or the topic of an exercise or a hunt."""
    return item.partition(":")[2].partition("/")[0]


def read_practice(store: Store, groups: Collection[str] = ()) -> Practice:
    """Return what was practiced, of some decks and the topics of these names or, without any, of all. ProgressError as in Store."""
    reviews: list[Review] = []
    attempts: list[Attempt] = []
    hunts: list[Review] = []
    with store.reading() as connection:
        for item, rows in groupby(_rows(connection), key=itemgetter(0)):
            if not groups or group_of(item) in groups:
                _sort_out(rows, hunts if item.startswith(HUNT_PREFIX) else reviews, attempts)
    return Practice(tuple(reviews), tuple(attempts), tuple(hunts))


def _rows(connection: sqlite3.Connection) -> Iterable[_Row]:
    """All rows under the names of today, those of an item together and in order."""
    known = names(connection)
    if not known.renamed:
        return connection.execute(_PRACTICE.format(""))
    apart = as_parameter(name for all_names in known.merged().values() for name in all_names)
    others = connection.execute(_PRACTICE.format(_AMONG.format("NOT IN")), (apart,)).fetchall()
    renamed = [(known.now(row[0]), *row[1:]) for row in connection.execute(_PRACTICE.format(_AMONG.format("IN")), (apart,))]
    # Sorting what is in order already costs a tenth of merging it.
    return sorted(others + sorted(renamed, key=itemgetter(0, 1)), key=itemgetter(0))


def _sort_out(rows: Iterator[_Row], reviews: list[Review], attempts: list[Attempt]) -> None:
    last: date | None = None
    for item, id, day_text, kind, value, seconds in rows:
        day = _day(day_text)
        taken = seconds if isinstance(seconds, _NUMBER) and seconds >= 0 else None
        if kind != _REVIEWED:
            attempts.append(Attempt(item, day, kind, value if kind == Kind.GRADED else None, taken))
            continue
        if type(value) is not int or not 0 <= value <= 5:
            raise UnreadableEvent(f"event {id} of {item}: a review needs a quality of 0 to 5, not {value!r}")
        # Never negative: who travels west may review again on an earlier study day.
        reviews.append(Review(item, day, value, None if last is None else max(0, (day - last).days), taken))
        last = day


@cache
def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UnreadableEvent(f"an event of the day {text!r}: {error}") from error
