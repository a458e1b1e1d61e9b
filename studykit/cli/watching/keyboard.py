"""Tells each key that is pressed beside a watched file, without ever holding up the end of the program."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from studykit.cli.terminal.keys import ENTER, RESUMED, Keys, PipeKeys, keys
from studykit.cli.watching.occurrences import Pressed, Quit, Resized, Tell

STDIN = 0
MOST_BYTES = 4096


@contextmanager
def keyboard(tell: Tell) -> Iterator[None]:
    """Tell Pressed for each key of a terminal or line of a pipe, and Quit at a terminal's end.

    At the end of a pipe, or with /dev/null, there are no more keys and watching goes on. A terminal is given back as it was found.
    """
    with keys() as source:
        if isinstance(source, PipeKeys):
            threading.Thread(target=_tell_lines, args=(tell,), daemon=True).start()
        else:
            threading.Thread(target=_tell_keys, args=(source, tell), daemon=True).start()
        yield


def _tell_keys(source: Keys, tell: Tell) -> None:
    try:
        while True:
            key = source.key()
            tell(Resized() if key == RESUMED else Pressed(key))
    except EOFError:
        tell(Quit())


def _tell_lines(tell: Tell) -> None:
    # Read from the descriptor: a thread that waits inside sys.stdin would hold its lock when the interpreter wants to end.
    begun = b""
    while chunk := _chunk():
        *lines, begun = (begun + chunk).split(b"\n")
        for line in lines:
            tell(Pressed(line.decode(errors="replace").strip().lower() or ENTER))


def _chunk() -> bytes:
    try:
        return os.read(STDIN, MOST_BYTES)
    except OSError:
        return b""  # the shell closed it
