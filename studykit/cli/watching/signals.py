"""Turns signals into events: nothing is interrupted halfway, and the terminal is always given back."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from studykit.cli.terminal.awake import handling
from studykit.cli.watching.occurrences import Quit, Resized, Tell


@contextmanager
def signals(tell: Tell) -> Iterator[None]:
    """Tell Quit at Ctrl-C and SIGTERM, Resized when the terminal has another size or comes back after Ctrl-Z."""

    def leave(*_: object) -> None:
        tell(Quit())

    def resize(*_: object) -> None:
        tell(Resized())

    handlers: dict[signal.Signals, Callable[[int, FrameType | None], None]] = {
        signal.SIGINT: leave,
        signal.SIGTERM: leave,
        signal.SIGWINCH: resize,
        signal.SIGCONT: resize,
    }
    with handling(handlers):
        yield
