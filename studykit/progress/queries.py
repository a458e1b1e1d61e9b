"""The questions about log and cache, as plain SQL, because importing sqlite-utils would double the start-up time."""

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from studykit.progress.events import Event, Kind, decode, encode, id_prefix, id_span
from studykit.progress.fold import ItemMemory, cancelled

CARD_PREFIX = "card:"

_NO_STEPS = (Kind.NUDGED, Kind.UNDONE)  # what no person asked for, and what is itself a step back

_EVENT = "SELECT id, at, day, device, kind, item, data FROM event"
_DUE = "FROM memory WHERE suspended = 0 AND due <= ?1 AND buried IS NOT ?1 AND substr(item, 1, ?2) = ?3 ORDER BY due, item"
_PUT_MEMORY = f"INSERT OR REPLACE INTO memory VALUES ({', '.join('?' * 17)})"


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


def event(connection: sqlite3.Connection, id: str) -> Event | None:
    """Return the event of an id."""
    row = connection.execute(f"{_EVENT} WHERE id = ?", (id,)).fetchone()
    return decode(row) if row else None


def cancelled_ids(connection: sqlite3.Connection) -> set[str]:
    """Return the ids of all events undone; an undo counts only for an event of its own item, as in the fold."""
    undoing = (
        "SELECT undoing.id, json_extract(undoing.data, '$.event') AS target FROM event AS undoing JOIN event AS named ON named.id = target"
    )
    return cancelled(
        connection.execute(f"{undoing} WHERE undoing.kind = 'undone' AND named.item = undoing.item ORDER BY undoing.id DESC"),
    )


def note_in_journal(connection: sqlite3.Connection, event: Event) -> None:
    """Remember that this machine recorded an event after all those before it."""
    connection.execute("INSERT INTO journal (event) VALUES (?)", (event.id,))


def last_step(connection: sqlite3.Connection) -> Event | None:
    """Return the event in effect that a person on this machine recorded last; neither an undo nor what came with another event."""
    gone = cancelled_ids(connection)
    return next((event for event in _journal(connection) if event.kind not in _NO_STEPS and event.id not in gone), None)


def last_undo(connection: sqlite3.Connection) -> Event | None:
    """Return the undo to take back next; None if none is left, or if something was recorded since."""
    gone = cancelled_ids(connection)
    for event in _journal(connection):
        if event.kind not in _NO_STEPS:
            return None
        if event.kind is Kind.UNDONE and event.id not in gone and not _is_redo(connection, event):
            return event
    return None


def came_with(connection: sqlite3.Connection, event: Event) -> list[Event]:
    """Return the events in effect that came with an event, as nudges with a grade."""
    gone = cancelled_ids(connection)
    rows = connection.execute(f"{_EVENT} WHERE json_extract(data, '$.cause') = ? ORDER BY id", (event.id,))
    return [decode(row) for row in rows if row[0] not in gone]


def _journal(connection: sqlite3.Connection) -> Iterator[Event]:
    """The events that this machine recorded, newest first, without those that came with another."""
    joined = _EVENT.replace("FROM event", "FROM journal CROSS JOIN event ON event.id = journal.event")
    rows = connection.execute(f"{joined} WHERE json_extract(data, '$.cause') IS NULL ORDER BY number DESC")
    return (decode(row) for row in rows)


def _is_redo(connection: sqlite3.Connection, undo: Event) -> bool:
    row = connection.execute("SELECT kind FROM event WHERE id = ?", (undo.data["event"],)).fetchone()
    return bool(row) and row[0] == Kind.UNDONE


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
        f"SELECT * {_DUE} LIMIT ?4",
        (day.isoformat(), len(prefix), prefix, -1 if limit is None else limit),
    )
    return [_from_row(row) for row in rows]


def due_items(connection: sqlite3.Connection, day: date, prefix: str) -> list[tuple[str, date]]:
    """Return `due` as pairs of item and due day, which the index alone answers: a review with a backlog begins at once."""
    rows = connection.execute(
        f"SELECT item, due {_DUE}",
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
    item, repetitions, interval_days, ease, due, lapses, reviews, introduced, last, suspended, passed, tries, hints, given_up, *rest = row
    nudged, buried, flagged = rest
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
        _day(buried),
        bool(flagged),
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
        _text(memory.buried),
        memory.flagged,
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
