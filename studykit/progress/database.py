"""The file of the log: opened and brought to today's format, and changed by transactions that hold or leave nothing behind."""

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from studykit.errors import ProgressError
from studykit.progress.faults import faults_named, refuse_to_begin_anew
from studykit.progress.place import device_of

VERSION = 6


class Database:
    """A connection that a context manager closes. Every method may raise ProgressError, which names the file and the next step.

    `connection` is public for what is outside the hot path, as backup and export are.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self.connection = connection
        self.path = path

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self.connection.close()

    def reading(self) -> AbstractContextManager[sqlite3.Connection]:
        """Give several questions one and the same state of the database, whatever others write meanwhile."""
        return self._transaction("BEGIN")

    def writing(self) -> AbstractContextManager[sqlite3.Connection]:
        """Make several changes one: all of them are on the disk at the end, or none is."""
        return self._transaction("BEGIN IMMEDIATE")

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[sqlite3.Connection]:
        try:
            self.connection.execute(begin)
            yield self.connection
            self.connection.execute("COMMIT")
        except BaseException:
            with faults_named(self.path):
                self.connection.rollback()
                raise


def prepare(connection: sqlite3.Connection, path: Path) -> str:
    """Bring a database to today's format, or create it; the device id under which this machine records."""
    connection.execute("PRAGMA synchronous = FULL")
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > VERSION:
        raise ProgressError(f"{path}: a newer studykit wrote it (format {version}; this one reads up to {VERSION}). Upgrade studykit.")
    if version == 0:
        refuse_to_begin_anew(connection, path)
    if version < VERSION:
        # Only now: it imports sqlite-utils, which costs 0.2 s of start-up.
        from studykit.progress.migrate import migrate

        migrate(connection, path)
    return device_of(connection, path)
