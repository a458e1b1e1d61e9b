"""What a learner reads when SQLite or the disk refuses: the file, the fault, and the next step."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from studykit.errors import ProgressError
from studykit.progress.events import UnreadableEvent

_UNWRITABLE = "cannot be written. Allow writing to the file and its folder, or set STUDYKIT_HOME to another folder."
_LOCKED = "another program holds it locked. Close that program (a database browser, a backup) and repeat; nothing was recorded."
_DAMAGED = "is damaged, or no studykit log. Move it aside to begin anew, or put a copy in its place; nothing was deleted."

_MESSAGES = {
    sqlite3.SQLITE_FULL: "the disk is full; nothing was recorded. Free some space and repeat.",
    sqlite3.SQLITE_IOERR: "the disk refused to read or write (full, or failing?), so the last answer may not be kept. Check it and repeat.",
    sqlite3.SQLITE_READONLY: _UNWRITABLE,
    sqlite3.SQLITE_PERM: _UNWRITABLE,
    sqlite3.SQLITE_CANTOPEN: "cannot be opened. Check that it is a file you may read and write, or set STUDYKIT_HOME to another folder.",
    sqlite3.SQLITE_BUSY: _LOCKED,
    sqlite3.SQLITE_LOCKED: _LOCKED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
}


@contextmanager
def faults_named(path: Path) -> Iterator[None]:
    """Turn what is wrong with the file into a ProgressError; misuse of the module is a bug and keeps its traceback."""
    try:
        yield
    except sqlite3.Error as error:
        code: int | None = getattr(error, "sqlite_errorcode", None)
        if code is None:
            raise
        # The low byte is the fault; the others say where in SQLite it arose.
        message = _MESSAGES.get(code & 0xFF, f"{error}. Run `studykit doctor` to compare the log with its cache.")
        raise ProgressError(f"{path}: {message}") from error
    except UnreadableEvent as error:
        raise ProgressError(f"{path}: {error}. Put a copy of the file in its place; nothing was changed.") from error


def make_folder(folder: Path) -> None:
    """Create a folder and those above it, or raise a ProgressError that names it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ProgressError(f"{folder}: cannot be created ({error.strerror}). Set STUDYKIT_HOME to a folder you may write.") from error
