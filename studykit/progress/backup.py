"""Makes copies of the database through SQLite's backup API, which needs no pause of whoever writes to it meanwhile."""

import os
import sqlite3
from contextlib import closing, suppress
from datetime import date
from pathlib import Path
from time import monotonic, time

from studykit.errors import ProgressError
from studykit.progress import queries
from studykit.progress.faults import DAMAGED, make_folder
from studykit.progress.snapshots import (
    Backup,
    Reason,
    backups_in,
    fault_in,
    folder_of,
    is_backed_up,
    name_of,
    newest_whole,
    next_number,
    read_only,
    superfluous,
)
from studykit.progress.store import Store

PATIENCE_SECONDS = 10.0
_OLD_SECONDS = 24 * 60 * 60


def back_up(database: Path, day: date, reason: Reason) -> Backup:
    """Copy a database into its folder of backups, look whether the copy is whole, and only then drop older ones."""
    folder = folder_of(database)
    make_folder(folder)
    number = next_number(folder)
    backup = Backup(number, day, reason, folder / name_of(number, day, reason))
    copy_whole(database, backup.path)
    for old in superfluous(backups_in(folder)):
        with suppress(OSError):  # the next one will drop it
            old.path.unlink()
    _drop_left_over(folder)
    return backup


def keep_daily(store: Store, day: date) -> Backup | None:
    """Make the backup of a study day, unless there is one or the log did not grow since the last."""
    folder = folder_of(store.path)
    if is_backed_up(folder, day):
        return None
    last = newest_whole(folder)
    if queries.count_events(store.connection) == (events_in(last.path) if last else 0):
        return None
    return back_up(store.path, day, Reason.DAILY)


def events_in(path: Path) -> int:
    """Return the number of events in a whole copy."""
    with closing(read_only(path)) as connection:
        return queries.count_events(connection)


def copy_whole(database: Path, target: Path, is_at_rest: bool = False) -> None:
    """Copy a database to a file that appears only when it is complete and whole; an existing one is replaced.

    One that `is_at_rest`, as a backup is, may lie where nothing can be written.
    """
    # Its name tells processes apart, and begins with a dot, so that no listing takes it for a backup.
    making = target.with_name(f".{target.name}.{os.getpid()}")
    Path(f"{making}-journal").unlink(missing_ok=True)  # of a process that was killed and had the same number
    try:
        with closing(os.fdopen(os.open(making, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600))):
            pass  # what a person learns is nobody else's business
        with closing(read_only(database) if is_at_rest else sqlite3.connect(database, isolation_level=None)) as source:
            _copy(source, making)
        if fault := fault_in(making):
            raise _damaged(database, fault)
        making.replace(target)
        sync_folder(target.parent)
    except OSError as error:
        raise _unwritten(target, error.strerror or str(error)) from error
    except sqlite3.Error as error:
        if (error.sqlite_errorcode & 0xFF) in DAMAGED:
            raise _damaged(database, str(error)) from error
        raise _unwritten(target, str(error)) from error
    finally:
        making.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Have a new name in a folder survive a power loss, where the system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _copy(source: sqlite3.Connection, target: Path) -> None:
    deadline = monotonic() + PATIENCE_SECONDS

    def give_up_at_last(status: int, remaining: int, total: int) -> None:
        # Python's backup waits for a locked file without an end.
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and monotonic() > deadline:
            raise TimeoutError("another program holds the log locked")

    with closing(sqlite3.connect(target, isolation_level=None)) as copy:
        source.backup(copy, progress=give_up_at_last)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, which can be carried away


def _drop_left_over(folder: Path) -> None:
    """Drop copies that processes which were killed did not complete."""
    for path in folder.glob(".*.db.*"):
        with suppress(OSError):
            if time() - path.stat().st_mtime > _OLD_SECONDS:
                path.unlink()


def _damaged(database: Path, fault: str) -> ProgressError:
    return ProgressError(f"{database}: is damaged ({fault}); no backup was made, older ones stay. Run `studykit doctor`.")


def _unwritten(target: Path, why: str) -> ProgressError:
    return ProgressError(f"{target}: could not be written ({why}). Free some space or choose another place; your log is as it was.")
