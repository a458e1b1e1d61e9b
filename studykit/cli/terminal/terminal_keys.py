"""Keys of a real terminal, one at a time, also after Ctrl-Z and `fg`; a pasted text is none."""

import os
import select
import signal
import sys
import termios
import tty
from collections.abc import Iterator
from contextlib import contextmanager

from studykit.cli.terminal.awake import awake, handling, interrupting, signals_in
from studykit.cli.terminal.keys import DOWN, PAGE_DOWN, PAGE_UP, PASTED, RESIZED, RESUMED, UP, named
from studykit.cli.terminal.out import steer

ESCAPE = "\x1b"
PASTE_BEGINS, PASTE_ENDS = "[200~", b"\x1b[201~"
PASTES_MARKED, PASTES_PLAIN = "\x1b[?2004h", "\x1b[?2004l"
_SCROLLS = {"[A": UP, "OA": UP, "[B": DOWN, "OB": DOWN, "[5~": PAGE_UP, "[6~": PAGE_DOWN}
# The rest of an arrow key follows its first byte at once; a learner's next key does not.
SEQUENCE_SECONDS = 0.02


class _ResumedError(Exception):
    """The program goes on after Ctrl-Z, in the middle of a line."""


@contextmanager
def key_by_key(fd: int) -> Iterator["TerminalKeys"]:
    """The keys of a terminal, which is given back as it was found. For the main thread; the keys may be read in another."""
    # Without a handler, nobody would hear that the shell had the terminal its own way.
    before = signal.signal(signal.SIGCONT, lambda *_: None)
    with awake() as heard:
        terminal = TerminalKeys(fd, heard)
        try:
            terminal.take()
            yield terminal
        finally:
            terminal.give_back()
            signal.signal(signal.SIGCONT, before)


class TerminalKeys:
    """A terminal that is switched to hand over each key as it is pressed, also those pressed ahead; Ctrl-C and Ctrl-Z keep their sense."""

    def __init__(self, fd: int, heard: int) -> None:
        self._fd, self._heard = fd, heard
        self._found = termios.tcgetattr(fd)
        self._has_cursor = os.environ.get("TERM", "dumb") not in ("", "dumb")
        self._ahead = ""
        self._begun = ""

    def take(self) -> None:
        """Switch to single keys."""
        tty.setcbreak(self._fd, termios.TCSADRAIN)
        self._steer(PASTES_MARKED)

    def give_back(self) -> None:
        """Switch back to lines."""
        self._steer(PASTES_PLAIN)
        termios.tcsetattr(self._fd, termios.TCSADRAIN, self._found)

    def key(self) -> str:
        while (pressed := self._character()) == ESCAPE:
            if (sequence := self._sequence()) in _SCROLLS:
                return _SCROLLS[sequence]
            if sequence == PASTE_BEGINS:
                self._skip_paste()
                return PASTED
        if pressed in (RESUMED, RESIZED):
            return pressed
        # Some terminals without a cursor (Emacs' shell) send whole lines: the line's end is no second key.
        if not self._has_cursor and pressed not in "\r\n" and self._is_ready() and (after := self._character()) not in "\r\n":
            self._ahead = after
        return named(pressed)

    def line(self) -> str:
        import readline  # start-up time: only typed answers are edited

        def resume(*_: object) -> None:
            self._begun = readline.get_line_buffer()
            raise _ResumedError

        # What was typed for one card is no suggestion for another.
        readline.set_auto_history(False)
        begun, self._begun = self._begun, ""
        readline.set_startup_hook(lambda: readline.insert_text(begun))
        try:
            with self._as_found(), handling({signal.SIGCONT: resume}), interrupting(self._heard):
                return input("> ")
        except _ResumedError:
            signals_in(self._heard)
            return RESUMED
        finally:
            readline.set_startup_hook(None)

    @contextmanager
    def lent(self) -> Iterator[None]:
        # Ctrl-C is then for the other program alone, and so is the terminal after Ctrl-Z; a handler, because it would inherit "ignore".
        with handling(dict.fromkeys((signal.SIGINT, signal.SIGCONT), lambda *_: None)), self._as_found():
            yield
        signals_in(self._heard)

    @contextmanager
    def resizing(self) -> Iterator[None]:
        with handling({signal.SIGWINCH: lambda *_: None}):
            yield

    @contextmanager
    def _as_found(self) -> Iterator[None]:
        self.give_back()
        try:
            yield
        finally:
            self.take()

    def _steer(self, text: str) -> None:
        if self._has_cursor and sys.stdout.isatty():
            steer(text)

    def _character(self) -> str:
        if self._ahead:
            ahead, self._ahead = self._ahead, ""
            return ahead
        read = b""
        while len(read) < 4:
            if not read and (heard := self._heard_of()):
                return heard
            read += self._byte()
            try:
                return read.decode()
            except UnicodeDecodeError:
                continue
        return "\ufffd"

    def _heard_of(self) -> str:
        """Wait for a byte; RESUMED if the program was stopped and goes on instead, RESIZED if the terminal has another size."""
        while True:
            try:
                ready, _, _ = select.select([self._fd, self._heard], [], [])
                heard = signals_in(self._heard) if self._heard in ready else b""
            except OSError:
                raise EOFError from None  # the terminal was given back while a thread waited for its keys, or read of a signal
            if signal.SIGCONT in heard:
                self.take()
                return RESUMED
            if signal.SIGWINCH in heard:  # has a handler only while somebody asked for it
                return RESIZED
            if self._fd in ready:
                return ""

    def _byte(self) -> bytes:
        try:
            byte = os.read(self._fd, 1)
        except OSError:
            byte = b""  # the terminal was closed
        if not byte:
            raise EOFError
        return byte

    def _sequence(self) -> str:
        """What follows an escape at once."""
        sequence = ""
        while self._is_ready():
            sequence += self._byte().decode(errors="replace")
            if sequence[-1] not in "[O;?0123456789":
                break
        return sequence

    def _skip_paste(self) -> None:
        last = b""
        while last != PASTE_ENDS:
            last = (last + self._byte())[-len(PASTE_ENDS) :]

    def _is_ready(self) -> bool:
        return bool(select.select([self._fd], [], [], SEQUENCE_SECONDS)[0])
