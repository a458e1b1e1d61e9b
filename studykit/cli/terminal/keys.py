"""Where the learner's keys come from: one at a time from a terminal, or as lines from a pipe."""

import os
import select
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, Protocol

ENTER = "\n"
END = "\x04"
ESCAPE = "\x1b"
# The rest of an arrow key follows its first byte at once; a learner's next key does not.
SEQUENCE_SECONDS = 0.02


class Keys(Protocol):
    """Both methods raise EOFError at the end of the input."""

    def key(self) -> str:
        """Return a key in lower case; ENTER also for Space. From a pipe, a longer line comes whole."""
        ...

    def line(self) -> str:
        """Return a line that the learner typed, without its end."""
        ...

    def lent(self) -> AbstractContextManager[None]:
        """Leave the terminal, as it was found, to another program."""
        ...


@contextmanager
def keys() -> Iterator[Keys]:
    """The keys of stdin; a terminal is given back as it was found."""
    if not sys.stdin or not sys.stdin.isatty():
        yield PipeKeys()
    elif sys.platform == "win32":
        yield PromptingKeys()
    else:
        with _key_by_key(sys.stdin.fileno()) as terminal:
            yield terminal


class PipeKeys:
    """Each line is a key, an empty one Enter."""

    def key(self) -> str:
        return self.line().strip().lower() or ENTER

    def line(self) -> str:
        line = sys.stdin.readline() if sys.stdin else ""  # None where the shell closed it
        if not line:
            raise EOFError
        return line.rstrip("\r\n")

    def lent(self) -> AbstractContextManager[None]:
        return nullcontext()


class PromptingKeys:
    """A terminal as Typer reads it on every platform; it drops keys that are pressed ahead."""

    def key(self) -> str:
        from typer import getchar  # start-up time: only where a terminal has no keys of its own

        return _named(getchar())

    def line(self) -> str:
        return input("> ")

    def lent(self) -> AbstractContextManager[None]:
        return nullcontext()


class TerminalKeys:
    """A terminal that is switched to hand over each key as it is pressed, also those pressed ahead; Ctrl-C and Ctrl-Z keep their sense.

    `found` holds the terminal's attributes for typing lines, `sends_lines` says that it may send a line's end after a key.
    """

    def __init__(self, fd: int, found: Any, sends_lines: bool) -> None:
        self._fd, self._found, self._sends_lines = fd, found, sends_lines
        self._ahead = ""

    def key(self) -> str:
        pressed = self._character()
        while pressed == ESCAPE:
            self._skip_sequence()
            pressed = self._character()
        # Some terminals without a cursor (Emacs' shell) send whole lines: the line's end is no second key.
        if self._sends_lines and pressed not in "\r\n" and self._is_ready() and (after := self._character()) not in "\r\n":
            self._ahead = after
        return _named(pressed)

    def line(self) -> str:
        import readline  # start-up time: only typed answers are edited

        # What was typed for one card is no suggestion for another.
        readline.set_auto_history(False)
        with self._as_found():
            return input("> ")

    @contextmanager
    def lent(self) -> Iterator[None]:
        import signal

        # Ctrl-C is then for the other program alone, and so is the terminal after Ctrl-Z; a handler, because it would inherit "ignore".
        before = {number: signal.signal(number, lambda *_: None) for number in (signal.SIGINT, signal.SIGCONT)}
        try:
            with self._as_found():
                yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    @contextmanager
    def _as_found(self) -> Iterator[None]:
        import termios

        switched = termios.tcgetattr(self._fd)
        termios.tcsetattr(self._fd, termios.TCSADRAIN, self._found)
        try:
            yield
        finally:
            termios.tcsetattr(self._fd, termios.TCSADRAIN, switched)

    def _character(self) -> str:
        if self._ahead:
            ahead, self._ahead = self._ahead, ""
            return ahead
        read = b""
        while len(read) < 4:
            read += self._byte()
            try:
                return read.decode()
            except UnicodeDecodeError:
                continue
        return "\ufffd"

    def _byte(self) -> bytes:
        try:
            byte = os.read(self._fd, 1)
        except OSError:
            byte = b""  # the terminal was closed
        if not byte:
            raise EOFError
        return byte

    def _skip_sequence(self) -> None:
        while self._is_ready() and self._byte() in b"[O;?0123456789":
            pass

    def _is_ready(self) -> bool:
        return bool(select.select([self._fd], [], [], SEQUENCE_SECONDS)[0])


@contextmanager
def _key_by_key(fd: int) -> Iterator[TerminalKeys]:
    import signal  # not on every platform: SIGCONT, termios and tty
    import termios
    import tty

    found = termios.tcgetattr(fd)

    def switch(*_: object) -> None:
        tty.setcbreak(fd, termios.TCSADRAIN)

    # After Ctrl-Z, the shell has the terminal its own way.
    before = signal.signal(signal.SIGCONT, switch)
    try:
        switch()
        yield TerminalKeys(fd, found, sends_lines=os.environ.get("TERM", "dumb") in ("", "dumb"))
    finally:
        signal.signal(signal.SIGCONT, before)
        termios.tcsetattr(fd, termios.TCSADRAIN, found)


def _named(pressed: str) -> str:
    if pressed == END:
        raise EOFError
    return ENTER if pressed in ("\r", "\n", " ") else pressed.lower()
