"""What a review asks the log about one study day; apart from `queries`, because no other command needs it."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from studykit.memory.scheduler import EXERCISE_PREFIX, HUNT_PREFIX
from studykit.progress import queries
from studykit.progress.events import Event, Kind, decode, id_span
from studykit.progress.names import names
from studykit.progress.queries import CARD_PREFIX


@dataclass(frozen=True, slots=True)
class DueRow:
    """A due item with what its risk follows from: `counted` is the day from which its interval counts, `nudged` the day on which a failed
    test brought it last."""

    item: str
    due: date
    interval_days: int
    counted: date | None
    nudged: date | None


def due_cards(connection: sqlite3.Connection, day: date) -> Iterator[DueRow]:
    """The cards that are due on a day, neither suspended nor buried, most overdue first, then by name."""
    rows = connection.execute(
        "SELECT item, due, interval_days, counted, nudged FROM memory"
        " WHERE suspended = 0 AND due <= ?1 AND buried IS NOT ?1 AND substr(item, 1, ?2) = ?3 ORDER BY due, item",
        (day.isoformat(), len(CARD_PREFIX), CARD_PREFIX),
    )
    for item, due, interval_days, counted, nudged in rows:
        yield DueRow(item, date.fromisoformat(due), interval_days, _day(counted), _day(nudged))


def days_of_review(connection: sqlite3.Connection, before: date, number: int) -> list[date]:
    """The last study days before a day on which cards were reviewed, so many at most, the latest first."""
    rows = connection.execute(
        "SELECT day FROM event WHERE id < ? AND kind = ? AND substr(item, 1, ?) = ? ORDER BY id DESC",
        (id_span(before)[1], Kind.REVIEWED, len(CARD_PREFIX), CARD_PREFIX),
    )
    days: dict[str, None] = {}
    for (day,) in rows:
        if day < before.isoformat():
            days[day] = None
            if len(days) == number:
                break
    return sorted(map(date.fromisoformat, days), reverse=True)


def exercises_redone(connection: sqlite3.Connection, day: date) -> int:
    """How many exercises passed or given up before were so again on a day."""
    question = "SELECT count(*) FROM memory WHERE item BETWEEN ? AND ? AND last = ? AND introduced < last"
    number: int = connection.execute(question, (EXERCISE_PREFIX, f"{EXERCISE_PREFIX}~", day.isoformat())).fetchone()[0]
    return number


def hunts_done(connection: sqlite3.Connection, day: date) -> int:
    """How many bug hunts were done on a day."""
    question = "SELECT count(*) FROM memory WHERE item BETWEEN ? AND ? AND last = ?"
    number: int = connection.execute(question, (HUNT_PREFIX, f"{HUNT_PREFIX}~", day.isoformat())).fetchone()[0]
    return number


def later_cards(connection: sqlite3.Connection, day: date) -> Iterator[tuple[str, date]]:
    """The cards that are due after a day, the soonest first; read as far as the caller goes."""
    rows = connection.execute(
        "SELECT item, due FROM memory WHERE suspended = 0 AND due > ? AND substr(item, 1, ?) = ? ORDER BY due, item",
        (day.isoformat(), len(CARD_PREFIX), CARD_PREFIX),
    )
    return ((item, date.fromisoformat(due)) for item, due in rows)


def not_new(connection: sqlite3.Connection, day: date) -> set[str]:
    """The items that are no new ones on a day: reviewed, brought by a failed test, suspended, or buried for the day."""
    question = "SELECT item FROM memory WHERE reviews > 0 OR due IS NOT NULL OR suspended = 1 OR buried = ?"
    return {item for (item,) in connection.execute(question, (day.isoformat(),))}


def repetitions_on(connection: sqlite3.Connection, day: date) -> list[Event]:
    """The reviews and drills of cards in effect of a study day, in the order of their ids, each under the card's name of today."""
    gone, known = queries.cancelled_ids(connection), names(connection)
    rows = connection.execute(
        "SELECT id, at, day, device, kind, item, data FROM event"
        " WHERE id BETWEEN ? AND ? AND kind IN (?, ?) AND day = ? AND substr(item, 1, ?) = ? ORDER BY id",
        (*id_span(day), Kind.REVIEWED, Kind.DRILLED, day.isoformat(), len(CARD_PREFIX), CARD_PREFIX),
    )
    found = [decode(row) for row in rows if row[0] not in gone]
    return [replace(event, item=known.now(event.item)) for event in found] if known.renamed else found


def last_seen(events: list[Event], key: str) -> str | None:
    """The newest value that a repetition among an item's events, those in effect, holds under a key of its data."""
    seen = (event.data[key] for event in reversed(events) if event.kind in (Kind.REVIEWED, Kind.DRILLED) and key in event.data)
    return next(seen, None)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
