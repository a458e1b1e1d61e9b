"""Where the learner's keys come from: one at a time from a terminal, or as lines from a pipe."""

import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Protocol

ENTER = "\n"
END = "\x04"
# What is no key: a text was pasted, or the program goes on after Ctrl-Z, and the screen is another's, or it has another size.
PASTED, RESUMED, RESIZED = "\x1bpasted", "\x1bresumed", "\x1bresized"
UP, DOWN, PAGE_UP, PAGE_DOWN = SCROLLS = ("\x1bup", "\x1bdown", "\x1bpage up", "\x1bpage down")


class Keys(Protocol):
    """Both methods raise EOFError at the end of the input."""

    def key(self) -> str:
        """Return a key in lower case, PASTED, RESUMED or one of SCROLLS; ENTER also for Space. From a pipe, a longer line comes whole."""
        ...

    def line(self) -> str:
        """Return a line that the learner typed, without its end, or RESUMED, after which what was begun is in the next call's line."""
        ...

    def lent(self) -> AbstractContextManager[None]:
        """Leave the terminal, as it was found, to another program."""
        ...

    def resizing(self) -> AbstractContextManager[None]:
        """Have `key` return RESIZED, too, when the terminal gets another size."""
        ...


@contextmanager
def keys() -> Iterator[Keys]:
    """The keys of stdin; a terminal is given back as it was found."""
    if not sys.stdin or not sys.stdin.isatty():
        yield PipeKeys()
    elif sys.platform == "win32":
        yield PromptingKeys()
    else:
        from studykit.cli.terminal.terminal_keys import key_by_key  # start-up time, and not on every platform

        with key_by_key(sys.stdin.fileno()) as terminal:
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

    def resizing(self) -> AbstractContextManager[None]:
        return nullcontext()


class PromptingKeys:
    """A terminal as Typer reads it on every platform; it drops keys that are pressed ahead."""

    def key(self) -> str:
        from typer import getchar  # start-up time: only where a terminal has no keys of its own

        return named(getchar())

    def line(self) -> str:
        return input("> ")

    def lent(self) -> AbstractContextManager[None]:
        return nullcontext()

    def resizing(self) -> AbstractContextManager[None]:
        return nullcontext()


def named(pressed: str) -> str:
    """A key as `Keys` names it; EOFError for Ctrl-D."""
    if pressed == END:
        raise EOFError
    return ENTER if pressed in ("\r", "\n", " ") else pressed.lower()
