"""Which events are undone: table `undone`, a cache of the log as `memory` is, for who undoes much must not wait the longer for each."""

import sqlite3

from studykit.progress.events import Event, Kind

_TIMES = """
    SELECT count(*) FROM event WHERE kind = 'undone' AND json_extract(data, '$.event') = ?1 AND item = ?2 AND id > ?1
           AND id NOT IN (SELECT event FROM undone)
"""
_NAMED = "SELECT kind, json_extract(data, '$.event') FROM event WHERE id = ? AND item = ?"
_COUNT = "INSERT INTO undone VALUES (?, ?) ON CONFLICT (event) DO UPDATE SET times = times + excluded.times RETURNING times"


def take_note(connection: sqlite3.Connection, event: Event) -> list[str]:
    """Bring the table in line with an event that was just inserted; return the ids of those that are in effect again because of it."""
    # What arrives by sync may have been undone by what arrived before it.
    times = connection.execute(_TIMES, (event.id, event.item)).fetchone()[0]
    if times:
        connection.execute("INSERT INTO undone VALUES (?, ?)", (event.id, times))
    elif event.kind is Kind.UNDONE:
        return _count(connection, event)
    return []


def is_undone(connection: sqlite3.Connection, id: str) -> bool:
    return connection.execute("SELECT 1 FROM undone WHERE event = ?", (id,)).fetchone() is not None


def _count(connection: sqlite3.Connection, undo: Event) -> list[str]:
    """Count an undo that is in effect; if what it names is an undo, that one counts no more, and so on down."""
    again: list[str] = []
    id, target, by = undo.id, str(undo.data["event"]), 1
    while target < id and (named := connection.execute(_NAMED, (target, undo.item)).fetchone()):
        times = connection.execute(_COUNT, (target, by)).fetchone()[0]
        if not times:
            connection.execute("DELETE FROM undone WHERE event = ?", (target,))
            again.append(target)
        if times != max(by, 0) or named[0] != Kind.UNDONE:
            break  # it was undone before and still is, or no event hangs on it
        id, target, by = target, named[1], -by
    return again
