"""The questions about log and cache, as plain SQL, because importing sqlite-utils would double the start-up time."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from studykit.progress.events import Event, Kind, decode, encode, id_prefix, id_span
from studykit.progress.fold import ItemMemory, cancelled

CARD_PREFIX = "card:"

_EVENT = "SELECT id, at, day, device, kind, item, data FROM event"
_PUT_MEMORY = f"INSERT OR REPLACE INTO memory VALUES ({', '.join('?' * 15)})"


@dataclass(frozen=True, slots=True)
class Workspace:
    """Where this machine handed out an exercise; `starter` is the SHA-256 of what was written."""

    item: str
    file: str
    starter: str
    at: datetime


def insert_event(connection: sqlite3.Connection, event: Event) -> None:
    connection.execute(
        "INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            event.id,
            event.at.isoformat(timespec="milliseconds"),
            event.day.isoformat(),
            event.device,
            event.kind,
            event.item,
            encode(event.data),
        ),
    )


def last_id_of(connection: sqlite3.Connection, at: datetime) -> str | None:
    """Return the highest id among the events of a millisecond."""
    prefix = id_prefix(at)
    last: str | None = connection.execute("SELECT max(id) FROM event WHERE id BETWEEN ? AND ?", (prefix, prefix + "~")).fetchone()[0]
    return last


def events(connection: sqlite3.Connection, item: str | None = None) -> list[Event]:
    """Return the events of an item, or all of them, in the order of their ids."""
    if item is None:
        return [decode(row) for row in connection.execute(f"{_EVENT} ORDER BY id")]
    return [decode(row) for row in connection.execute(f"{_EVENT} WHERE item = ? ORDER BY id", (item,))]


def cancelled_ids(connection: sqlite3.Connection) -> set[str]:
    """Return the ids of all events undone; an undo counts only for an event of its own item, as in the fold."""
    undoing = (
        "SELECT undoing.id, json_extract(undoing.data, '$.event') AS target FROM event AS undoing JOIN event AS named ON named.id = target"
    )
    return cancelled(
        connection.execute(f"{undoing} WHERE undoing.kind = 'undone' AND named.item = undoing.item ORDER BY undoing.id DESC"),
    )


def last_caused_by_person(connection: sqlite3.Connection) -> Event | None:
    """Return the newest event in effect that neither studykit nor an undo caused."""
    gone = cancelled_ids(connection)
    rows = connection.execute(f"{_EVENT} WHERE kind NOT IN (?, ?) ORDER BY id DESC", (Kind.NUDGED, Kind.UNDONE))
    return next((decode(row) for row in rows if row[0] not in gone), None)


def nudges_of(connection: sqlite3.Connection, grade: Event) -> list[Event]:
    """Return the nudges in effect that a grade caused."""
    gone = cancelled_ids(connection)
    rows = connection.execute(
        f"{_EVENT} WHERE id > ? AND kind = ? AND json_extract(data, '$.cause') = ? ORDER BY id", (grade.id, Kind.NUDGED, grade.id)
    )
    return [decode(row) for row in rows if row[0] not in gone]


def reviewed_on(connection: sqlite3.Connection, day: date) -> list[Event]:
    """Return the reviews in effect of a study day."""
    gone = cancelled_ids(connection)
    rows = connection.execute(
        f"{_EVENT} WHERE id BETWEEN ? AND ? AND kind = ? AND day = ? ORDER BY id", (*id_span(day), Kind.REVIEWED, day.isoformat())
    )
    return [decode(row) for row in rows if row[0] not in gone]


def put_memory(connection: sqlite3.Connection, memories: Iterable[ItemMemory]) -> None:
    connection.executemany(_PUT_MEMORY, (_to_row(memory) for memory in memories))


def drop_memory(connection: sqlite3.Connection, item: str) -> None:
    connection.execute("DELETE FROM memory WHERE item = ?", (item,))


def memory(connection: sqlite3.Connection, item: str) -> ItemMemory | None:
    row = connection.execute("SELECT * FROM memory WHERE item = ?", (item,)).fetchone()
    return _from_row(row) if row else None


def all_memory(connection: sqlite3.Connection) -> list[ItemMemory]:
    return [_from_row(row) for row in connection.execute("SELECT * FROM memory ORDER BY item")]


def due(connection: sqlite3.Connection, day: date, prefix: str, limit: int | None) -> list[ItemMemory]:
    """Return what is due on a day and not suspended, most overdue first, then by item; without a limit, all of it."""
    rows = connection.execute(
        "SELECT * FROM memory WHERE suspended = 0 AND due <= ? AND substr(item, 1, ?) = ? ORDER BY due, item LIMIT ?",
        (day.isoformat(), len(prefix), prefix, -1 if limit is None else limit),
    )
    return [_from_row(row) for row in rows]


def due_items(connection: sqlite3.Connection, day: date, prefix: str) -> list[tuple[str, date]]:
    """Return `due` as pairs of item and due day, which the index alone answers: a review with a backlog begins at once."""
    rows = connection.execute(
        "SELECT item, due FROM memory WHERE suspended = 0 AND due <= ? AND substr(item, 1, ?) = ? ORDER BY due, item",
        (day.isoformat(), len(prefix), prefix),
    )
    return [(item, date.fromisoformat(due)) for item, due in rows]


def introduced_on(connection: sqlite3.Connection, day: date) -> int:
    """Return how many cards had their first review on a day."""
    question = "SELECT count(*) FROM memory WHERE introduced = ? AND substr(item, 1, ?) = ?"
    number: int = connection.execute(question, (day.isoformat(), len(CARD_PREFIX), CARD_PREFIX)).fetchone()[0]
    return number


def hand_out(connection: sqlite3.Connection, workspace: Workspace) -> None:
    row = (workspace.item, workspace.file, workspace.starter, workspace.at.isoformat(timespec="milliseconds"))
    connection.execute("INSERT OR REPLACE INTO workspace VALUES (?, ?, ?, ?)", row)


def put_away(connection: sqlite3.Connection, item: str) -> None:
    connection.execute("DELETE FROM workspace WHERE item = ?", (item,))


def workspaces(connection: sqlite3.Connection) -> list[Workspace]:
    rows = connection.execute("SELECT item, file, starter, at FROM workspace ORDER BY item")
    return [Workspace(item, file, starter, datetime.fromisoformat(at)) for item, file, starter, at in rows]


def _from_row(row: tuple[Any, ...]) -> ItemMemory:
    item, repetitions, interval_days, ease, due, lapses, reviews, introduced, last, suspended, passed, tries, hints, given_up, nudged = row
    return ItemMemory(
        item,
        repetitions,
        interval_days,
        ease,
        _day(due),
        lapses,
        reviews,
        _day(introduced),
        _day(last),
        bool(suspended),
        bool(passed),
        tries,
        hints,
        bool(given_up),
        _day(nudged),
    )


def _to_row(memory: ItemMemory) -> tuple[Any, ...]:
    return (
        memory.item,
        memory.repetitions,
        memory.interval_days,
        memory.ease,
        _text(memory.due),
        memory.lapses,
        memory.reviews,
        _text(memory.introduced),
        _text(memory.last),
        memory.suspended,
        memory.passed,
        memory.tries,
        memory.hints,
        memory.given_up,
        _text(memory.nudged),
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
