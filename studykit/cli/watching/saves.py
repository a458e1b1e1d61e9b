"""Tells when a file may have changed, however its editor saves it, and also where the system sends no messages."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from studykit.cli.watching.occurrences import Saved, Tell, Ticked

# An editor's truncate, write and rename come within a few milliseconds: they are one save.
QUIET_MS = 25
LONGEST_WAIT_MS = 300
TICK_MS = 500


@contextmanager
def saves(file: Path, tell: Tell) -> Iterator[None]:
    """Tell Saved at each change of `file`, and Ticked twice a second without one; `file` may be gone, and its folder, too."""
    stop = threading.Event()
    thread = threading.Thread(target=_watch, args=(file, tell, stop), daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=1)


def _watch(file: Path, tell: Tell, stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            _until_replaced(file, tell, stop)
        except (OSError, RuntimeError):  # the folder is gone, or the system has no more watches to give: go by the clock
            tell(Ticked())
            stop.wait(TICK_MS / 1000)


def _until_replaced(file: Path, tell: Tell, stop: threading.Event) -> None:
    """Watch the folder, not the file: an editor that saves by rename puts another file in its place. Ends if the folder is replaced."""
    from watchfiles import watch  # start-up time: it loads anyio, and the screen comes first

    places = {file, file.resolve()}  # saved through a link, the change is where the link leads
    folders = {place.parent for place in places}
    names = {place.name for place in places}
    watched = [_identity(folder) for folder in folders]
    for changes in watch(
        *folders,
        watch_filter=None,
        debounce=LONGEST_WAIT_MS,
        step=QUIET_MS,
        stop_event=stop,
        rust_timeout=TICK_MS,
        yield_on_timeout=True,
        raise_interrupt=False,
        recursive=False,
    ):
        tell(Saved() if any(Path(path).name in names for _, path in changes) else Ticked())
        if [_identity(folder) for folder in folders] != watched:
            return


def _identity(folder: Path) -> tuple[int, int]:
    found = folder.stat()
    return found.st_dev, found.st_ino
