"""Reads the whole log again, which proves that the cache holds nothing of its own, and mends it where it does."""

import sqlite3
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from functools import cache
from itertools import groupby
from operator import itemgetter

from studykit.progress import queries
from studykit.progress.events import Kind, UnreadableEvent
from studykit.progress.fold import Fold, ItemMemory
from studykit.progress.store import Store

# SQLite takes the one value that the fold reads out of the data far cheaper than json.loads does.
_LOG = """
    SELECT item, id, day, kind,
           CASE kind WHEN 'reviewed' THEN json_extract(data, '$.quality') WHEN 'graded' THEN json_extract(data, '$.verdict')
                     WHEN 'postponed' THEN json_extract(data, '$.due') END
    FROM event ORDER BY item, id
"""


def replay(store: Store) -> dict[str, ItemMemory]:
    """Return the memory of every item from the log alone, by item."""
    with store.reading() as connection:
        return {memory.item: memory for memory in _memories(connection)}


def compare(store: Store) -> list[str]:
    """Return where log and cache differ, one line an item; an empty list is how it should be."""
    with store.reading() as connection:
        from_log = {memory.item: memory for memory in _memories(connection)}
        from_cache = {memory.item: memory for memory in queries.all_memory(connection)}
    items = sorted(from_log.keys() | from_cache.keys())
    return [_difference(item, from_log.get(item), from_cache.get(item)) for item in items if from_log.get(item) != from_cache.get(item)]


def rebuild(store: Store) -> int:
    """Write the cache anew from the log, and return the number of its items."""
    with store.writing() as connection:
        # 64 MiB: in SQLite's default of 2, a third of the time went into pages that were written twice.
        connection.execute("PRAGMA cache_size = -65536")
        connection.execute("DELETE FROM memory")
        queries.put_memory(connection, _memories(connection))
        number: int = connection.execute("SELECT count(*) FROM memory").fetchone()[0]
        return number


def _memories(connection: sqlite3.Connection) -> Iterator[ItemMemory]:
    gone = queries.cancelled_ids(connection)
    ordinal = cache(lambda day: date.fromisoformat(day).toordinal())
    for item, rows in groupby(connection.execute(_LOG), key=itemgetter(0)):
        standing = [row for row in rows if row[3] != Kind.UNDONE and row[1] not in gone]
        if not standing:
            continue
        state = Fold()
        for _, id, day, kind, value in standing:
            try:
                state.take(kind, ordinal(day), value)
            except (TypeError, ValueError) as error:
                raise UnreadableEvent(f"event {id} of {item}: {error}") from error
        yield state.result(item)


def _difference(item: str, from_log: ItemMemory | None, from_cache: ItemMemory | None) -> str:
    if from_log is None:
        return f"{item}: in the cache, but nothing in the log is in effect"
    if from_cache is None:
        return f"{item}: in the log, but not in the cache"
    pairs = [(field.name, getattr(from_log, field.name), getattr(from_cache, field.name)) for field in fields(ItemMemory)]
    return f"{item}: " + ", ".join(f"{name} is {log} by the log, {kept} in the cache" for name, log, kept in pairs if log != kept)
