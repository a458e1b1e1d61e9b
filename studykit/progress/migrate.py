"""Makes a database, and brings an older one up to date; imported only then, because sqlite-utils costs 0.2 s of start-up."""

import sqlite3
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from time import monotonic, sleep

from sqlite_utils import Database

from studykit.errors import ProgressError
from studykit.progress.refold import rebuild_undone

_PAGE_BYTES = 2048


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Take an autocommit connection's database to the newest version; one that holds something else is a ProgressError."""
    database = Database(connection, recursive_triggers=False, execute_plugins=False)
    # In this order, for another process may be creating the same database: its tables and its version appear together.
    if database.table_names() and _version(connection) == 0:
        raise ProgressError(f"{path}: is a SQLite database of another program. Move it aside, or set STUDYKIT_HOME; nothing was changed.")
    # An answer touches six pages, one row in each: half as large, they are half as much to flush. A database that exists keeps its size.
    connection.execute(f"PRAGMA page_size = {_PAGE_BYTES}")
    _enable_wal(database)
    connection.execute("BEGIN IMMEDIATE")
    try:
        if (version := _version(connection)) == 0:
            _create(database)
        else:
            for step in _STEPS[version - 1 :]:
                step(database)
        connection.execute(f"PRAGMA user_version = {len(_STEPS) + 1}")
        connection.execute("COMMIT")
    except BaseException:
        connection.rollback()
        raise


def _enable_wal(database: Database) -> None:
    """Wait for other processes as long as the connection waits for anything else."""
    deadline = monotonic() + database.execute("PRAGMA busy_timeout").fetchone()[0] / 1000
    while True:
        try:
            database.enable_wal()
            return
        except sqlite3.OperationalError as error:
            # SQLite's own waiting does not cover this switch: it turns away at once while another process writes.
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or monotonic() > deadline:
                raise
            sleep(0.01)


def _create(database: Database) -> None:
    database.executescript(files("studykit.progress").joinpath("schema.sql").read_text(encoding="utf-8"))


def _version(connection: sqlite3.Connection) -> int:
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return version


def _bury_flag_and_journal(database: Database) -> None:
    database.executescript("""
        CREATE TABLE event_by_item (
            id TEXT NOT NULL UNIQUE, at TEXT NOT NULL, day TEXT NOT NULL, device TEXT NOT NULL, kind TEXT NOT NULL,
            item TEXT NOT NULL, data TEXT NOT NULL CHECK (json_valid(data)), PRIMARY KEY (item, id)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO event_by_item SELECT id, at, day, device, kind, item, data FROM event ORDER BY item, id;
        DROP TABLE event;
        ALTER TABLE event_by_item RENAME TO event;
        CREATE INDEX event_undone ON event (id) WHERE kind = 'undone';
        CREATE TRIGGER event_is_never_updated BEFORE UPDATE ON event
        BEGIN SELECT RAISE(ABORT, 'the log is append-only: record a new event'); END;
        CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event
        BEGIN SELECT RAISE(ABORT, 'the log is append-only: record an event that undoes this one'); END;
        ALTER TABLE memory ADD COLUMN buried TEXT;
        ALTER TABLE memory ADD COLUMN flagged INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE memory ADD COLUMN stability REAL;
        ALTER TABLE memory ADD COLUMN difficulty REAL;
        DROP INDEX memory_due;
        CREATE INDEX memory_due ON memory (due, item, buried) WHERE suspended = 0 AND due IS NOT NULL;
        CREATE INDEX event_cause ON event (json_extract(data, '$.cause')) WHERE json_extract(data, '$.cause') IS NOT NULL;
        CREATE TABLE journal (number INTEGER PRIMARY KEY, event TEXT NOT NULL) STRICT;
        INSERT INTO journal (event) SELECT id FROM event ORDER BY id;
    """)


def _shorten_journal(database: Database) -> None:
    database.executescript("""
        CREATE TABLE ordered (number INTEGER PRIMARY KEY, event TEXT NOT NULL UNIQUE, after TEXT NOT NULL) STRICT;
        INSERT INTO ordered SELECT number, event, max(event) OVER (ORDER BY number) FROM journal;
        UPDATE local SET value = json_set(
            value, '$.newest', coalesce((SELECT max(event) FROM journal WHERE number <= json_extract(value, '$.journal')), '')
        ) WHERE key = 'synced';
        DROP TABLE journal;
        ALTER TABLE ordered RENAME TO journal;
        CREATE INDEX journal_after ON journal (after);
    """)


def _tell_early_reviews(database: Database) -> None:
    # "" is no scheduler's key, so the next that opens it folds the log again, with early reviews told and exercises on their ladder.
    database.executescript("""
        ALTER TABLE memory ADD COLUMN counted TEXT;
        ALTER TABLE memory ADD COLUMN scheduled TEXT;
        INSERT OR REPLACE INTO local VALUES ('scheduler', '');
    """)


def _keep_what_is_undone(database: Database) -> None:
    database.executescript("""
        CREATE INDEX event_undoing ON event (json_extract(data, '$.event')) WHERE kind = 'undone';
        DROP INDEX journal_after;
        CREATE INDEX journal_late ON journal (after) WHERE after <> event;
        CREATE INDEX journal_moved ON journal (after) WHERE after = event;
        CREATE TABLE undone (event TEXT PRIMARY KEY, times INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE gap (
            sought TEXT NOT NULL, upper TEXT NOT NULL, lower TEXT NOT NULL, PRIMARY KEY (sought, upper)
        ) STRICT, WITHOUT ROWID;
    """)
    rebuild_undone(database.conn)


def _open_hunts(database: Database) -> None:
    # As above: the next that opens it folds the log again, with the hunts of each exercise that was passed.
    database.execute("INSERT OR REPLACE INTO local VALUES ('scheduler', '')")


# The first takes a database of version 1 to version 2, and so on; schema.sql is the newest.
_STEPS: tuple[Callable[[Database], None], ...] = (
    _bury_flag_and_journal,
    _shorten_journal,
    _tell_early_reviews,
    _keep_what_is_undone,
    _open_hunts,
)
