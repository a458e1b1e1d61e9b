"""Folds log into cache, straight from the rows: one item at each answer, or all of them in no more memory than one needs."""

import heapq
import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from studykit.memory.scheduler import Scheduler, scheduler_of
from studykit.progress import queries
from studykit.progress.events import Kind, UnreadableEvent
from studykit.progress.fold import cancelled
from studykit.progress.meaning import Fold, Row
from studykit.progress.names import Names, as_parameter, names
from studykit.progress.openings import all_openings, opened_on

_UNDONE = Kind.UNDONE.value
_OF_NO_ITEM = (_UNDONE, Kind.FITTED.value)
# SQLite takes the one value that the fold reads out of the data far cheaper than json.loads does.
_VALUE = """CASE kind WHEN 'reviewed' THEN json_extract(data, '$.quality') WHEN 'graded' THEN json_extract(data, '$.verdict')
                     WHEN 'postponed' THEN json_extract(data, '$.due') WHEN 'undone' THEN json_extract(data, '$.event') END"""
_OF_ITEM = f"""
    SELECT id, day, kind, {_VALUE} FROM event
    WHERE item = ? AND kind NOT IN ('undone', 'fitted') AND id NOT IN (SELECT event FROM undone) ORDER BY id
"""
# An undo counts only for an event of its own name, as everywhere.
_OF_NAMES = f"""
    SELECT id, day, kind, {_VALUE} FROM event
    WHERE item IN (SELECT value FROM json_each(?))
          AND (kind <> 'undone' OR item = (SELECT item FROM event AS named WHERE named.id = json_extract(event.data, '$.event')))
    ORDER BY id
"""
# A NULL for the commonest kind is cheaper than its name, and spares a look at what it means.
_LOG = f"""
    SELECT item, day, nullif(kind, 'reviewed'), {_VALUE}
    FROM event WHERE kind NOT IN ('undone', 'fitted') AND id NOT IN (SELECT value FROM json_each(?)) {{}} ORDER BY item, id
"""
_UNRENAMED = "AND item NOT IN (SELECT value FROM json_each(?))"
# An undo counts only for an event before it, of its own item, as in the fold.
_UNDOING = """
    SELECT undoing.id, json_extract(undoing.data, '$.event') AS target FROM event AS undoing JOIN event AS named ON named.id = target
    WHERE undoing.kind = 'undone' AND named.item = undoing.item ORDER BY undoing.id DESC
"""
_INDEXES = "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'memory' AND sql IS NOT NULL"


def refold_item(connection: sqlite3.Connection, item: str, scheduler: Scheduler, known: Names) -> None:
    """Bring the cache of one item in line with the log, within a transaction of the caller; `known` are the names that items had."""
    row = _row_of(connection, item, scheduler, known.all_of(item), opened_on(connection, item, known))
    if row is None:
        queries.drop_memory(connection, item)
    else:
        queries.put_row(connection, row)


def refold(connection: sqlite3.Connection, scheduler: Scheduler) -> int:
    """Rebuild the whole cache, under a scheduler, within a transaction of the caller; return the number of its items."""
    # 64 MiB: in SQLite's default of 2, a third of the time went into pages that were written twice.
    connection.execute("PRAGMA cache_size = -65536")
    indexes = connection.execute(_INDEXES).fetchall()
    for name, _ in indexes:
        connection.execute(f"DROP INDEX {name}")
    connection.execute("DELETE FROM memory")
    rebuild_undone(connection)
    queries.put_rows(connection, fold_log(connection, scheduler))
    # Sorting all entries of an index at once takes a third of the time of finding the place of each.
    for _, sql in indexes:
        connection.execute(sql)
    queries.note_scheduler(connection, scheduler.key)
    number: int = connection.execute("SELECT count(*) FROM memory").fetchone()[0]
    return number


def undone_in_log(connection: sqlite3.Connection) -> Counter[str]:
    """Return the ids of all events undone with the number of undos in effect that name them, from the log alone."""
    return cancelled(connection.execute(_UNDOING))


def rebuild_undone(connection: sqlite3.Connection) -> None:
    """Make the table of what is undone again from scratch, within a transaction of the caller; undo and redo look at all of it again."""
    for table in ("undone", "gap"):
        connection.execute(f"DELETE FROM {table}")
    connection.executemany("INSERT INTO undone VALUES (?, ?)", undone_in_log(connection).items())


def fold_log(connection: sqlite3.Connection, scheduler: Scheduler) -> Iterator[Row]:
    """Return the row of table `memory` of each item, ordered by item, from the log alone."""
    gone = json.dumps(list(undone_in_log(connection)))
    known = names(connection)
    merged, openings = known.merged(), all_openings(connection, gone, known)
    if not merged:
        rows = _folded(connection, connection.execute(_LOG.format(""), (gone,)), scheduler, openings)
    else:
        apart = as_parameter(name for all_names in merged.values() for name in all_names)
        others = _folded(connection, connection.execute(_LOG.format(_UNRENAMED), (gone, apart)), scheduler, openings)
        renamed = (_row_of(connection, item, scheduler, all_names, openings.get(item)) for item, all_names in merged.items())
        rows = heapq.merge(others, (row for row in renamed if row), key=lambda row: row[0])
    return _with_opened(rows, openings, scheduler)


def _folded(
    connection: sqlite3.Connection,
    events: Iterable[tuple[str, str, str | None, Any]],
    scheduler: Scheduler,
    openings: Mapping[str, date],
) -> Iterator[Row]:
    item, state = None, Fold(scheduler)
    for next_item, day, kind, value in events:
        if next_item != item:
            if item is not None:
                yield state.row(item)
            item, state = next_item, _beginning(next_item, scheduler, openings.get(next_item))
        try:
            if kind is None:
                state.review(_ordinal(day), value)
            else:
                state.take(kind, _ordinal(day), value)
        except (KeyError, TypeError, ValueError) as error:
            raise _unreadable(connection, [next_item], error) from error
    if item is not None:
        yield state.row(item)


def _with_opened(rows: Iterable[Row], openings: Mapping[str, date], scheduler: Scheduler) -> Iterator[Row]:
    """The rows with those of hunts that were opened and of which nothing else is in effect, in their places."""
    waiting = iter(openings.items())
    hunt, opened = next(waiting, (None, None))
    for row in rows:
        while hunt is not None and hunt < row[0]:
            yield _beginning(hunt, scheduler, opened).row(hunt)
            hunt, opened = next(waiting, (None, None))
        if hunt == row[0]:
            hunt, opened = next(waiting, (None, None))
        yield row
    while hunt is not None:
        yield _beginning(hunt, scheduler, opened).row(hunt)
        hunt, opened = next(waiting, (None, None))


def _beginning(item: str, scheduler: Scheduler, opened: date | None) -> Fold:
    state = Fold(scheduler_of(item, scheduler))
    if opened is not None:
        state.begin(opened.toordinal())
    return state


def _row_of(
    connection: sqlite3.Connection, item: str, scheduler: Scheduler, all_names: Sequence[str], opened: date | None = None
) -> Row | None:
    """What the events of an item under all its names amount to; None if none is in effect, and nothing opened it."""
    standing = _standing(connection, all_names) if len(all_names) > 1 else connection.execute(_OF_ITEM, (item,)).fetchall()
    if not standing and opened is None:
        return None
    state = _beginning(item, scheduler, opened)
    try:
        for _, day, kind, value in standing:
            state.take(kind, _ordinal(day), value)
    except (KeyError, TypeError, ValueError) as error:
        raise _unreadable(connection, all_names or [item], error) from error
    return state.row(item)


def _standing(connection: sqlite3.Connection, all_names: Sequence[str]) -> list[tuple[str, str, str, Any]]:
    """What is in effect under several names, from the log alone: a rebuild needs it as well."""
    rows = connection.execute(_OF_NAMES, (as_parameter(all_names),)).fetchall()
    gone = cancelled((row[0], row[3]) for row in reversed(rows) if row[2] == _UNDONE)
    return [row for row in rows if row[2] not in _OF_NO_ITEM and row[0] not in gone]


def _unreadable(connection: sqlite3.Connection, items: Sequence[str], error: Exception) -> UnreadableEvent:
    queries.events(connection, items)  # raises an error of its own, which names the event
    return UnreadableEvent(f"an event of {items[0]}: {error}")


@lru_cache(maxsize=100_000)
def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal()
