"""What a learner reads when SQLite or the disk refuses: the file, the fault, and the next step."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from studykit.errors import DamagedLog, ProgressError
from studykit.progress.events import UnreadableEvent

if TYPE_CHECKING:
    from studykit.progress.snapshots import Backup

_UNWRITABLE = "cannot be written. Allow writing to the file and its folder, or set STUDYKIT_HOME to another folder."
_LOCKED = "another program holds it locked. Close that program (a database browser, a backup) and repeat; nothing was recorded."

_MESSAGES = {
    sqlite3.SQLITE_FULL: "the disk is full; nothing was recorded. Free some space and repeat.",
    sqlite3.SQLITE_IOERR: "the disk refused to read or write (full, or failing?), so the last answer may not be kept. Check it and repeat.",
    sqlite3.SQLITE_READONLY: _UNWRITABLE,
    sqlite3.SQLITE_PERM: _UNWRITABLE,
    sqlite3.SQLITE_CANTOPEN: "cannot be opened. Check that it is a file you may read and write, or set STUDYKIT_HOME to another folder.",
    sqlite3.SQLITE_BUSY: _LOCKED,
    sqlite3.SQLITE_LOCKED: _LOCKED,
}
DAMAGED = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)


@contextmanager
def faults_named(path: Path) -> Iterator[None]:
    """Turn what is wrong with the file into a ProgressError; misuse of the module is a bug and keeps its traceback."""
    try:
        yield
    except sqlite3.Error as error:
        code: int | None = getattr(error, "sqlite_errorcode", None)
        if code is None and "decode" not in str(error):  # text that is no UTF-8 carries no code
            raise
        # The low byte is the fault; the others say where in SQLite it arose.
        if code is None or code & 0xFF in DAMAGED:
            raise DamagedLog(f"{path}: is damaged, or no studykit log. {_way_out(path)}") from error
        if code & 0xFF not in _MESSAGES:
            raise DamagedLog(f"{path}: {error}. Run `studykit doctor` to compare the log with its cache.") from error
        raise ProgressError(f"{path}: {_MESSAGES[code & 0xFF]}") from error
    except UnreadableEvent as error:
        raise DamagedLog(f"{path}: {error}. {_way_out(path)}") from error


def refuse_to_begin_anew(connection: sqlite3.Connection, path: Path) -> None:
    """Raise a ProgressError where the log is missing or empty although there are backups of it: it was lost, not never begun."""
    from studykit.progress.snapshots import folder_of, newest_whole  # start-up time: only where there is no log yet

    folder = folder_of(path)
    newest = newest_whole(folder)
    # Asked again, for another process may have begun it, and backed it up, meanwhile.
    if newest and connection.execute("PRAGMA user_version").fetchone()[0] == connection.execute("PRAGMA page_count").fetchone()[0] == 0:
        raise ProgressError(
            f"{path}: is missing or empty, but was backed up. {_offer(newest)}. To start from scratch, move {folder} aside."
        )


def _way_out(path: Path) -> str:
    """The newest good backup, and the command that takes it."""
    from studykit.progress.snapshots import folder_of, newest_whole  # start-up time: only a damaged log needs it

    newest = newest_whole(folder_of(path))
    if newest is None:
        return "Move it aside to start from scratch, or put a copy in its place with `studykit restore FILE`; nothing was deleted."
    return f"{_offer(newest)}, keeps this file aside, and saves from it what can still be read."


def _offer(backup: "Backup") -> str:
    return f"The newest good backup is number {backup.number}, of {backup.day}: `studykit restore {backup.number}` takes it"


def make_folder(folder: Path) -> None:
    """Create a folder and those above it, or raise a ProgressError that names it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ProgressError(f"{folder}: cannot be created ({error.strerror}). Set STUDYKIT_HOME to a folder you may write.") from error
