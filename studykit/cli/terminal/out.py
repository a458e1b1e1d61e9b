"""The one place that prints: what comes from outside (a submission, a card, a file's name) is shown and never obeyed by the terminal."""

import re
import sys
from typing import Any, TextIO

# Control characters but newline and tab, and those that turn or hide text: bidirectional marks, line and paragraph separators.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")

NO_BREAK = "\xa0"
NARROWEST = 20


def visible(text: str) -> str:
    r"""The text with what a terminal would obey or hide written out, such as `\x1b` for the escape character."""
    return _UNSEEN.sub(lambda found: _name(found[0]), text) if _UNSEEN.search(text) else text


def say(text: str = "", err: bool = False, end: str = "\n") -> None:
    """Print a line of text, wrapped at words where there is a terminal, which itself would cut words in two."""
    stream = sys.stderr if err else sys.stdout
    shown = visible(text)
    stream.write((at_words(shown) if stream.isatty() else shown) + end)
    stream.flush()


def at_words(text: str) -> str:
    """Text whose lines fit the terminal, broken at words, but not inside `…`: a command is there to be copied."""
    if len(text) <= NARROWEST:
        return text
    import shutil  # start-up time: a shell prompt prints a number, or nothing

    width = max(NARROWEST, shutil.get_terminal_size().columns)
    if len(text) <= width:
        return text
    return "\n".join(_broken(line, width) if len(line) > width else line for line in text.split("\n"))


def _broken(line: str, width: int) -> str:
    import textwrap  # start-up time: most lines fit

    whole = re.sub(r"`[^`]+`", lambda span: span[0].replace(" ", NO_BREAK), line)
    lines = textwrap.wrap(
        whole, width, subsequent_indent=" " * _hang(line, width), break_on_hyphens=False, break_long_words=False, expand_tabs=False
    )
    return "\n".join(lines).replace(NO_BREAK, " ")


def _hang(line: str, width: int) -> int:
    """Where a broken line goes on: below its first word, or below the second column of a list if that leaves it room."""
    name = re.match(r" *\S(?:.*?\S)? {2,}(?=\S)", line)
    return name.end() if name and name.end() <= width // 2 else len(line) - len(line.lstrip(" "))


def steer(text: str) -> None:
    """Write text of our own that a terminal is to obey: a cursor's moves, a picture."""
    sys.stdout.write(text)
    sys.stdout.flush()


def escaped_json(text: str) -> str:
    r"""JSON with its unseen characters as `\uXXXX`, which means the same."""
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text) if _UNSEEN.search(text.replace("\n", "")) else text


def console(width: int | None = None) -> Any:
    """A rich console for stdout. Color follows the terminal and NO_COLOR."""
    from studykit.cli.terminal.visible_console import VisibleConsole  # start-up time: due, answer and --json print without rich

    return VisibleConsole(width=width, highlight=False, emoji=False)


def picture_console() -> Any:
    """A rich console for a picture of our own making, which is made of what a terminal obeys."""
    from rich.console import Console  # start-up time, as above

    return Console(highlight=False)


class VisibleStream:
    """A text stream that writes visible text only, wrapped as by `say`; everything else is the stream's own."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        shown = visible(text)
        self._stream.write(at_words(shown) if self._stream.isatty() else shown)
        return len(text)

    def writelines(self, lines: list[str]) -> None:
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def _name(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"
