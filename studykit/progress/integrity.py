"""Holds the file of the log against itself, which SQLite does only when it is asked."""

import sqlite3

from studykit.progress import queries
from studykit.progress.events import decode
from studykit.progress.store import Store


def integrity_faults(store: Store) -> list[str]:
    """Return what SQLite finds wrong with the file, at most ten lines; an empty list is how it should be. Reads all of the file."""
    with store.reading() as connection:
        return _said(connection, "PRAGMA integrity_check(10)")


def count_readable(store: Store) -> int:
    """Return the number of events; DamagedLog names the first that cannot be read."""
    with store.reading() as connection:
        return sum(decode(row) is not None for row in queries.log_rows(connection))


def mend_indexes(store: Store) -> None:
    """Rebuild all indexes from their tables."""
    with store.writing() as connection:
        connection.execute("REINDEX")


def _said(connection: sqlite3.Connection, question: str) -> list[str]:
    lines = [" ".join(row[0].split()) for row in connection.execute(question)]
    return [] if lines == ["ok"] else lines
