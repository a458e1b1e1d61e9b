"""Tells each key that is pressed beside a watched file, without ever holding up the end of the program."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from studykit.cli.terminal.keys import ENTER, RESUMED, Keys, PipeKeys, keys
from studykit.cli.watching.occurrences import Pressed, Quit, Resized, Tell

STDIN = 0
MOST_BYTES = 4096


class Keyboard:
    """Keys that come one by one: the next is read when the one before is dealt with, so that another program can have the terminal."""

    def __init__(self, keys: Keys) -> None:
        self.keys = keys
        self._is_dealt_with = threading.Semaphore(0)

    @property
    def is_terminal(self) -> bool:
        """Whether another program, or a review, could read keys here."""
        return not isinstance(self.keys, PipeKeys)

    def go_on(self) -> None:
        """The last key is dealt with."""
        self._is_dealt_with.release()

    def tell_keys(self, tell: Tell) -> None:
        """Tell each key, and Quit at the end."""
        try:
            while True:
                if (key := self.keys.key()) == RESUMED:
                    tell(Resized())
                else:
                    tell(Pressed(key))
                    self._is_dealt_with.acquire()
        except EOFError:
            tell(Quit())


@contextmanager
def keyboard(tell: Tell) -> Iterator[Keyboard]:
    """Tell Pressed for each key of a terminal or line of a pipe, and Quit at a terminal's end.

    At the end of a pipe, or with /dev/null, there are no more keys and watching goes on. A terminal is given back as it was found.
    """
    with keys() as source:
        board = Keyboard(source)
        target = board.tell_keys if board.is_terminal else _tell_lines
        threading.Thread(target=target, args=(tell,), daemon=True).start()
        yield board


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
