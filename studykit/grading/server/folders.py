"""The folder in which a server makes its workers' folders, and clears away those of servers and sessions that were killed."""

import fcntl
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_PREFIX = "studykit-workers-"


@contextmanager
def parent_of_folders() -> Iterator[str]:
    """A fresh folder that goes with this server. Others may pass through it, for a worker may be another user, and not look into it."""
    _sweep()
    folder = tempfile.mkdtemp(prefix=_PREFIX)
    held = os.open(folder, os.O_RDONLY)  # locked as long as this server or a session of it lives, however they end
    fcntl.flock(held, fcntl.LOCK_EX)
    Path(folder).chmod(0o711)
    try:
        yield folder
    finally:
        with suppress(OSError):
            Path(folder).rmdir()  # a grade that still runs keeps it; the next server clears it away then
        os.close(held)


def clear(folder: str) -> None:
    """Remove what killed sessions left in the folder; to be called when no session runs."""
    with suppress(OSError):
        for left in Path(folder).iterdir():
            shutil.rmtree(left, ignore_errors=True)


def _sweep() -> None:
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(OSError):
            _remove_if_left(folder)


def _remove_if_left(folder: Path) -> None:
    about = folder.lstat()
    if not stat.S_ISDIR(about.st_mode) or about.st_uid != os.getuid():
        return
    found = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(found, fcntl.LOCK_EX | fcntl.LOCK_NB)  # OSError: somebody lives
        shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(found)
