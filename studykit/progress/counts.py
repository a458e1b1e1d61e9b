"""What the events in effect add up to, for `stats`: it reads the whole log, which nothing that must be quick does."""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from studykit.progress.queries import cancelled_ids

_NOT_CANCELLED = "id NOT IN (SELECT value FROM json_each(:cancelled))"


@dataclass(frozen=True, slots=True)
class Counts:
    """What the events in effect add up to.

    `reviews`, `by_day` and `by_quality` count `reviewed` events; `grades` and `passes` count `graded` ones; `retention` is the
    share recalled (quality 3 or better) among reviews of items reviewed before, None without any; `streak_days` is the run of
    days with a review or grade that ends today, or yesterday as long as today is still open.
    """

    reviews: int
    grades: int
    passes: int
    by_day: Mapping[date, int]
    by_quality: Mapping[int, int]
    retention: float | None
    streak_days: int


def counts(connection: sqlite3.Connection, today: date) -> Counts:
    """Return the counts up to now, with the streak as of a study day."""
    gone = {"cancelled": json.dumps(list(cancelled_ids(connection)))}
    tally = connection.execute(
        "SELECT day, json_extract(data, '$.quality'), count(*) FROM event"
        f" WHERE kind = 'reviewed' AND {_NOT_CANCELLED} GROUP BY 1, 2 ORDER BY 1, 2",
        gone,
    ).fetchall()
    by_day: dict[date, int] = {}
    by_quality = dict.fromkeys(range(6), 0)
    for day, quality, number in tally:
        by_day[date.fromisoformat(day)] = by_day.get(date.fromisoformat(day), 0) + number
        by_quality[quality] += number
    grades, passes, graded_days = _grades(connection, gone)
    streak_days = _streak_days(by_day.keys() | graded_days, today)
    return Counts(sum(by_day.values()), grades, passes, by_day, by_quality, _retention(connection, gone), streak_days)


def _grades(connection: sqlite3.Connection, gone: Mapping[str, str]) -> tuple[int, int, set[date]]:
    rows = connection.execute(
        "SELECT day, count(*), sum(json_extract(data, '$.verdict') = 'passed') FROM event"
        f" WHERE kind = 'graded' AND {_NOT_CANCELLED} GROUP BY 1",
        gone,
    ).fetchall()
    return sum(row[1] for row in rows), sum(row[2] for row in rows), {date.fromisoformat(row[0]) for row in rows}


def _retention(connection: sqlite3.Connection, gone: Mapping[str, str]) -> float | None:
    share: float | None = connection.execute(
        "SELECT avg(quality >= 3) FROM ("
        " SELECT json_extract(data, '$.quality') AS quality, row_number() OVER (PARTITION BY item ORDER BY id) AS nth"
        f" FROM event WHERE kind = 'reviewed' AND {_NOT_CANCELLED}) WHERE nth > 1",
        gone,
    ).fetchone()[0]
    return share


def _streak_days(studied: set[date], today: date) -> int:
    ordinals = {day.toordinal() for day in studied}
    day = today.toordinal() if today in studied else today.toordinal() - 1
    length = 0
    while day - length in ordinals:
        length += 1
    return length
