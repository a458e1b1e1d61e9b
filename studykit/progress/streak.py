"""What today's screen says of the past: days studied in a row and reviews of the day, read from the log's newest part alone."""

import sqlite3
from collections.abc import Collection
from datetime import date, timedelta

from studykit.progress.events import id_span
from studykit.progress.queries import cancelled_ids
from studykit.progress.store import Store

_STUDIED = "SELECT id FROM event WHERE id BETWEEN ? AND ? AND day = ? AND kind IN ('reviewed', 'graded') ORDER BY id"
_REVIEWED = "SELECT id FROM event WHERE id BETWEEN ? AND ? AND day = ? AND kind = 'reviewed'"
_DAY = timedelta(days=1)


def streak_days(store: Store, today: date) -> int:
    """Return for how many days in a row there was a review or a grade, up to today, or up to yesterday as long as today is still open."""
    with store.reading() as connection:
        gone = cancelled_ids(connection)
        last = today if _is_studied(connection, today, gone) else today - _DAY
        length = 0
        while _is_studied(connection, last - length * _DAY, gone):
            length += 1
    return length


def reviews_on(store: Store, day: date) -> int:
    """Return how many reviews of a study day are in effect."""
    with store.reading() as connection:
        gone = cancelled_ids(connection)
        return sum(id not in gone for (id,) in connection.execute(_REVIEWED, (*id_span(day), day.isoformat())))


def _is_studied(connection: sqlite3.Connection, day: date, gone: Collection[str]) -> bool:
    first, last = id_span(day)
    # Most of a day's events come after its midnight in UTC: looking there first, one row is enough, and not those of the day before.
    midnight, _ = id_span(day + _DAY)
    spans = ((midnight, last), (first, midnight))
    return any(id not in gone for span in spans for (id,) in connection.execute(_STUDIED, (*span, day.isoformat())))
