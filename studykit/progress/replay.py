"""Reads the whole log again, which proves that the cache holds nothing of its own, and fixes it where it does."""

import sqlite3
from collections.abc import Iterable, Iterator

from studykit.progress import queries
from studykit.progress.fold import ItemMemory
from studykit.progress.meaning import Row
from studykit.progress.recording_order import gap_faults
from studykit.progress.refold import fold_log, refold, undone_in_log
from studykit.progress.store import Store


def replay(store: Store) -> dict[str, ItemMemory]:
    """Return the memory of every item from the log alone, by item."""
    with store.reading() as connection:
        return {row[0]: ItemMemory.from_row(row) for row in fold_log(connection, store.scheduler)}


def compare(store: Store) -> list[str]:
    """Return where log and cache differ, one line an item or event; an empty list is how it should be."""
    with store.reading() as connection:
        pairs = _side_by_side(fold_log(connection, store.scheduler), queries.memory_rows(connection))
        of_items = [_difference(from_log, from_cache) for from_log, from_cache in pairs if from_log != from_cache]
        return [*of_items, *_undone_differently(connection), *gap_faults(connection)]


def rebuild(store: Store) -> int:
    """Rebuild the cache from the log, and return the number of its items."""
    with store.writing() as connection:
        return refold(connection, store.scheduler)


def _undone_differently(connection: sqlite3.Connection) -> list[str]:
    log, cache = undone_in_log(connection), dict(connection.execute("SELECT event, times FROM undone"))
    ids = sorted(id for id in log.keys() | cache.keys() if log.get(id) != cache.get(id))
    return [f"event {id}: undone {log[id]} times by the log, {cache.get(id, 0)} times in the cache" for id in ids]


def _side_by_side(log: Iterable[Row], cache: Iterable[Row]) -> Iterator[tuple[Row | None, Row | None]]:
    """Pair the rows of each item, both sides being ordered by item, without holding either side whole."""
    left, right = iter(log), iter(cache)
    from_log, from_cache = next(left, None), next(right, None)
    while from_log or from_cache:
        item = min(row[0] for row in (from_log, from_cache) if row)
        of_log = from_log if from_log and from_log[0] == item else None
        of_cache = from_cache if from_cache and from_cache[0] == item else None
        yield of_log, of_cache
        from_log = next(left, None) if of_log else from_log
        from_cache = next(right, None) if of_cache else from_cache


def _difference(from_log: Row | None, from_cache: Row | None) -> str:
    if from_log is None or from_cache is None:
        item = (from_log or from_cache or ("",))[0]
        return f"{item}: in the log, but not in the cache" if from_log else f"{item}: in the cache, but nothing in the log is in effect"
    named = zip(ItemMemory._fields, from_log, from_cache, strict=True)
    return f"{from_log[0]}: " + ", ".join(f"{name} is {log} by the log, {kept} in the cache" for name, log, kept in named if log != kept)
