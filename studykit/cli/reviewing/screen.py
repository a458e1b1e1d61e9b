"""How a review is printed: Markdown and highlighted code in a terminal, plain text in a pipe; always further down, never over."""

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager

from studykit.cli.terminal.out import console, say, steer
from studykit.cli.views.show import code, difference, is_unicode, markdown, option, verbatim
from studykit.study.review.sides import Block, Look

SEPARATOR = " · "
LINES_BESIDE = 4  # the heading above a side, and the keys below


class Screen:
    """Stdout. In a pipe, texts keep their lines and Markdown its source; a terminal without a cursor gets the same, wrapped."""

    def __init__(self) -> None:
        self.lent: Callable[[], AbstractContextManager[None]] | None = None  # of the keys, for a pager; a pipe's keys are not for one
        self.is_terminal = sys.stdout.isatty()
        self._is_rich = self.is_terminal and os.environ.get("TERM", "dumb") not in ("", "dumb")
        # Start-up time: a pipe needs no rich.
        self.console = console() if self._is_rich else None

    def heading(self, text: str) -> None:
        """A line that begins a card; in a terminal, a rule."""
        say()
        rule = "─" if is_unicode() else "-"
        self.say(f"{rule * 2} {text} {rule * max(0, self._width() - len(text) - 4)}".rstrip() if self._is_rich else text)

    def show(self, blocks: Iterable[Block]) -> None:
        """Blocks with an empty line before each, but for options, which stand together; what is higher than the terminal goes through the
        learner's pager."""
        if self.console is None:
            for is_apart, block in _with_space(blocks):
                say() if is_apart else None
                self._show_plain(block)
            return
        with self.console.capture() as captured:
            for is_apart, block in _with_space(blocks):
                self.console.print() if is_apart else None
                self.console.print(_rendered(block))
        self._scroll(captured.get())

    def _scroll(self, text: str) -> None:
        if self.lent and text.count("\n") > shutil.get_terminal_size().lines - LINES_BESIDE:
            from studykit.cli.terminal.pager import shown_by_pager  # start-up time: few cards are that long

            with self.lent():
                if shown_by_pager(text):
                    return
        steer(text)

    def say(self, text: str) -> None:
        """A sentence; wrapped at words where there is a terminal."""
        say(text)

    def remark(self, lines: Sequence[str]) -> None:
        """What was right or wrong about an answer, apart from what stands around it."""
        if lines:
            say()
        for line in lines:
            self._say_difference(line)

    def ask(self, parts: Iterable[str]) -> None:
        """What can be pressed now; lines break between the parts."""
        lines = [""]
        for part in parts:
            longer = lines[-1] + SEPARATOR + part if lines[-1] else part
            if self.is_terminal and len(longer) > self._width():
                lines.append(part)
            else:
                lines[-1] = longer
        say()
        say("\n".join(lines))

    def _say_difference(self, line: str) -> None:
        if self.console is None:
            self.say(line)
        else:
            self.console.print(difference(line))

    def _show_plain(self, block: Block) -> None:
        for line in block.markdown.split("\n"):
            say(line) if block.look in (Look.CODE, Look.VERBATIM) else self.say(line)

    def _width(self) -> int:
        return max(20, shutil.get_terminal_size().columns)


def _rendered(block: Block) -> object:
    text = block.text.rstrip("\n")
    if block.look is Look.CODE:
        return code(text)
    if block.look is Look.OPTION:
        return option(block.letter, text)
    return verbatim(text) if block.look is Look.VERBATIM else markdown(text)


def _with_space(blocks: Iterable[Block]) -> Iterable[tuple[bool, Block]]:
    """Each block, and whether an empty line goes before it."""
    before = None
    for block in blocks:
        yield before is not Look.OPTION or block.look is not Look.OPTION, block
        before = block.look
