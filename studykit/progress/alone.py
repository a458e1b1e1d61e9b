"""Keeps two of the commands that work on the log as a whole, sync and restore, from running at once on one machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from studykit.errors import ProgressError
from studykit.progress.faults import make_folder

PATIENCE_SECONDS = 10.0


@contextmanager
def alone(database: Path) -> Iterator[None]:
    """Hold a database's lock, which ends with the process; ProgressError if another holds it for too long."""
    make_folder(database.parent)
    file = database.with_name("sync-or-restore.lock")
    try:
        lock = FileLock(file, timeout=PATIENCE_SECONDS)
        lock.acquire()
    except Timeout:
        raise ProgressError(f"{file}: another `studykit sync` or `restore` is at work. Repeat when it is done.") from None
    except OSError as error:
        raise ProgressError(f"{file}: cannot be written ({error.strerror}). Allow writing to the folder, or free some space.") from None
    try:
        yield
    finally:
        lock.release()
