"""The questions about log and cache, as plain SQL, because importing sqlite-utils would double the start-up time."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple

from studykit.memory.scheduler import SM2_SCHEDULER
from studykit.progress.events import CAUSE, Event, Kind, LogRow, decode, id_prefix, id_span, log_row
from studykit.progress.fold import ItemMemory
from studykit.progress.meaning import Row

CARD_PREFIX = "card:"

NO_STEPS = (Kind.NUDGED, Kind.UNDONE)  # what no person asked for, and what is itself a step back

THIS_DEVICE = "(SELECT value FROM local WHERE key = 'device')"
_PASSED = "passed "
_EVENT = "SELECT id, at, day, device, kind, item, data FROM event"
_DUE = "FROM memory WHERE suspended = 0 AND due <= ?1 AND buried IS NOT ?1 AND substr(item, 1, ?2) = ?3 ORDER BY due, item LIMIT ?4"
_COLUMNS = {name: f"?{number}" for number, name in enumerate(ItemMemory._fields, start=1)}
_PUT_MEMORY = f"INSERT OR REPLACE INTO memory VALUES ({', '.join(_COLUMNS.values())})"
_SET = ", ".join(f"{name} = {place}" for name, place in _COLUMNS.items() if name not in ("item", "introduced"))
_UPDATE_MEMORY = f"UPDATE memory SET {_SET} WHERE item = {_COLUMNS['item']} AND introduced IS {_COLUMNS['introduced']}"


class Workspace(NamedTuple):
    """Where this machine handed out an exercise; `starter` is the SHA-256 of what was written."""

    item: str
    file: str
    starter: str
    at: datetime


class Passed(NamedTuple):
    """The file on this machine whose text passed an exercise last; `sha256` is that of the text."""

    item: str
    file: str
    sha256: str
    at: datetime


def insert_event(connection: sqlite3.Connection, event: Event) -> None:
    connection.execute("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?)", log_row(event))


def log_rows(connection: sqlite3.Connection) -> Iterator[LogRow]:
    """Return the log as it is kept, in the order of the ids."""
    return connection.execute(f"{_EVENT} ORDER BY id")


def log_row_of(connection: sqlite3.Connection, id: str) -> LogRow | None:
    """Return an event as the log keeps it."""
    row: LogRow | None = connection.execute(f"{_EVENT} WHERE id = ?", (id,)).fetchone()
    return row


def count_events(connection: sqlite3.Connection) -> int:
    number: int = connection.execute("SELECT count(*) FROM event").fetchone()[0]
    return number


def note_locally(connection: sqlite3.Connection, key: str, value: str) -> None:
    """Remember something that concerns this machine alone."""
    connection.execute("INSERT OR REPLACE INTO local VALUES (?, ?)", (key, value))


def noted_locally(connection: sqlite3.Connection, key: str) -> str | None:
    row = connection.execute("SELECT value FROM local WHERE key = ?", (key,)).fetchone()
    return row[0] if row else None


def newest_id(connection: sqlite3.Connection) -> str:
    """Return the highest id of all; "" if there is no event."""
    newest: str = connection.execute("SELECT coalesce(max(id), '') FROM event").fetchone()[0]
    return newest


def last_id_of(connection: sqlite3.Connection, at: datetime) -> str | None:
    """Return the highest id among the events of a millisecond."""
    prefix = id_prefix(at)
    last: str | None = connection.execute("SELECT max(id) FROM event WHERE id BETWEEN ? AND ?", (prefix, prefix + "~")).fetchone()[0]
    return last


def events(connection: sqlite3.Connection, items: Sequence[str] | None = None) -> list[Event]:
    """Return the events of the names of an item, or all of them, in the order of their ids."""
    if items is None:
        return [decode(row) for row in connection.execute(f"{_EVENT} ORDER BY id")]
    places = ", ".join("?" * len(items))
    return [decode(row) for row in connection.execute(f"{_EVENT} WHERE item IN ({places}) ORDER BY id", tuple(items))]


def event(connection: sqlite3.Connection, id: str) -> Event | None:
    """Return the event of an id."""
    row = connection.execute(f"{_EVENT} WHERE id = ?", (id,)).fetchone()
    return decode(row) if row else None


def later_steps(connection: sqlite3.Connection, at: datetime) -> list[Event]:
    """Return the events in effect of a later moment that persons recorded, in the order of their ids."""
    found = [decode(row) for row in connection.execute(f"{_EVENT} WHERE id > ? ORDER BY id", (id_prefix(at),))]
    gone = cancelled_ids(connection) if found else set()
    return [event for event in found if event.kind not in NO_STEPS and event.id not in gone and CAUSE not in event.data]


def cancelled_ids(connection: sqlite3.Connection) -> set[str]:
    """Return the ids of all events undone; an undo counts only for an event of its own item, as in the fold."""
    return {id for (id,) in connection.execute("SELECT event FROM undone")}


def note_in_journal(connection: sqlite3.Connection, event: Event, newest: str) -> None:
    """Remember that this machine recorded an event after one with a higher id."""
    connection.execute("INSERT INTO journal (event, after) VALUES (?, ?)", (event.id, newest))


def note_all_in_journal(connection: sqlite3.Connection, device: str) -> None:
    """Remember that this machine recorded what there is of a device id that it gives up."""
    unnoted = "SELECT id, id FROM event WHERE device = ? AND id NOT IN (SELECT event FROM journal) ORDER BY id"
    connection.execute(f"INSERT INTO journal (event, after) {unnoted}", (device,))
    connection.execute("DELETE FROM gap")  # their places have other numbers now


def newest_in_journal(connection: sqlite3.Connection) -> int:
    number: int = connection.execute("SELECT coalesce(max(number), 0) FROM journal").fetchone()[0]
    return number


def count_recorded_since(connection: sqlite3.Connection, newest: str, number: int) -> int:
    """Return how many events this machine recorded since the log's newest id, and its journal's last number, were these."""
    question = f"""
        SELECT (SELECT count(*) FROM event WHERE id > ?1 AND (device = {THIS_DEVICE} OR id IN (SELECT event FROM journal)))
             + (SELECT count(*) FROM journal WHERE number > ?2 AND event <= ?1 AND after <> event)
    """
    since: int = connection.execute(question, (newest, number)).fetchone()[0]
    return since


def came_with(connection: sqlite3.Connection, event: Event) -> list[Event]:
    """Return the events that came with an event, as nudges with a grade, those undone included."""
    return [decode(row) for row in connection.execute(f"{_EVENT} WHERE json_extract(data, '$.cause') = ? ORDER BY id", (event.id,))]


def reviewed_on(connection: sqlite3.Connection, day: date) -> list[Event]:
    """Return the reviews in effect of a study day."""
    gone = cancelled_ids(connection)
    rows = connection.execute(
        f"{_EVENT} WHERE id BETWEEN ? AND ? AND kind = ? AND day = ? ORDER BY id", (*id_span(day), Kind.REVIEWED, day.isoformat())
    )
    return [decode(row) for row in rows if row[0] not in gone]


def put_row(connection: sqlite3.Connection, row: Row) -> None:
    # An answer leaves `introduced` as it is; saying so spares the index on it, which is one page less on the way to the disk.
    if not connection.execute(_UPDATE_MEMORY, row).rowcount:
        connection.execute(_PUT_MEMORY, row)


def put_rows(connection: sqlite3.Connection, rows: Iterable[Row]) -> None:
    connection.executemany(_PUT_MEMORY, rows)


def drop_memory(connection: sqlite3.Connection, item: str) -> None:
    connection.execute("DELETE FROM memory WHERE item = ?", (item,))


def memory(connection: sqlite3.Connection, item: str) -> ItemMemory | None:
    row = connection.execute("SELECT * FROM memory WHERE item = ?", (item,)).fetchone()
    return ItemMemory.from_row(row) if row else None


def all_memory(connection: sqlite3.Connection) -> list[ItemMemory]:
    return [ItemMemory.from_row(row) for row in memory_rows(connection)]


def memory_rows(connection: sqlite3.Connection) -> Iterator[Row]:
    """Return the cache as it stands, ordered by item."""
    return connection.execute("SELECT * FROM memory ORDER BY item")


def scheduler_key(connection: sqlite3.Connection) -> str:
    """Return the key of the scheduler under which the cache was folded; "" where two schedulers met."""
    row = connection.execute("SELECT value FROM local WHERE key = 'scheduler'").fetchone()
    return row[0] if row else SM2_SCHEDULER.key


def note_scheduler(connection: sqlite3.Connection, key: str) -> None:
    """Remember under which scheduler the cache was folded; "" has the next that opens it fold it again."""
    connection.execute("INSERT OR REPLACE INTO local VALUES ('scheduler', ?)", (key,))


def due(connection: sqlite3.Connection, day: date, prefix: str, limit: int | None) -> list[ItemMemory]:
    """Return what is due on a day and not suspended, most overdue first, then by item; without a limit, all of it."""
    rows = connection.execute(f"SELECT * {_DUE}", (day.isoformat(), len(prefix), prefix, -1 if limit is None else limit))
    return [ItemMemory.from_row(row) for row in rows]


def due_items(connection: sqlite3.Connection, day: date, prefix: str, limit: int | None) -> list[tuple[str, date]]:
    """Return `due` as pairs of item and due day, which the index alone answers: a review with a backlog begins at once."""
    rows = connection.execute(f"SELECT item, due {_DUE}", (day.isoformat(), len(prefix), prefix, -1 if limit is None else limit))
    return [(item, date.fromisoformat(due)) for item, due in rows]


def introduced_on(connection: sqlite3.Connection, day: date) -> int:
    """Return how many cards had their first review on a day."""
    question = "SELECT count(*) FROM memory WHERE introduced = ? AND substr(item, 1, ?) = ?"
    number: int = connection.execute(question, (day.isoformat(), len(CARD_PREFIX), CARD_PREFIX)).fetchone()[0]
    return number


def hand_out(connection: sqlite3.Connection, workspace: Workspace) -> None:
    row = (workspace.item, workspace.file, workspace.starter, workspace.at.isoformat(timespec="milliseconds"))
    connection.execute("INSERT OR REPLACE INTO workspace VALUES (?, ?, ?, ?)", row)


def put_away(connection: sqlite3.Connection, item: str, passed: Passed | None) -> None:
    connection.execute("DELETE FROM workspace WHERE item = ?", (item,))
    if passed is not None:
        facts = {"file": passed.file, "sha256": passed.sha256, "at": passed.at.isoformat(timespec="milliseconds")}
        note_locally(connection, f"{_PASSED}{item}", json.dumps(facts))


def passed(connection: sqlite3.Connection) -> list[Passed]:
    rows = connection.execute("SELECT key, value FROM local WHERE substr(key, 1, ?) = ?", (len(_PASSED), _PASSED))
    found = [(key.removeprefix(_PASSED), json.loads(value)) for key, value in rows]
    return [Passed(item, facts["file"], facts["sha256"], datetime.fromisoformat(facts["at"])) for item, facts in found]


def move_local(connection: sqlite3.Connection, former: str, item: str) -> None:
    """Keep what this machine notes of an exercise under the name that it has now; what is noted under that already stays."""
    connection.execute("UPDATE OR IGNORE workspace SET item = ? WHERE item = ?", (item, former))
    connection.execute("DELETE FROM workspace WHERE item = ?", (former,))
    connection.execute("UPDATE OR IGNORE local SET key = ? WHERE key = ?", (f"{_PASSED}{item}", f"{_PASSED}{former}"))
    connection.execute("DELETE FROM local WHERE key = ?", (f"{_PASSED}{former}",))


def workspaces(connection: sqlite3.Connection) -> list[Workspace]:
    rows = connection.execute("SELECT item, file, starter, at FROM workspace ORDER BY item")
    return [Workspace(item, file, starter, datetime.fromisoformat(at)) for item, file, starter, at in rows]
