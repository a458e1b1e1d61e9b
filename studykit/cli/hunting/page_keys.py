"""A hunt that is drawn in one place of a terminal: keys move and choose, and each draws the page again in one write."""

import shutil
from collections.abc import Sequence
from typing import Any

from studykit.cli.hunting.hunt_keys import LETTERS, Word, read
from studykit.cli.hunting.page import Page
from studykit.cli.terminal.keys import DOWN, ENTER, PAGE_DOWN, PAGE_UP, PASTED, RESIZED, RESUMED, UP, Keys
from studykit.cli.terminal.out import steer
from studykit.study.hunting.now import HuntNow
from studykit.study.hunting.tries import Stage, Tries

ERASE_LINE, ERASE_BELOW, CLEAR = "\x1b[2K", "\x1b[J", "\x1b[H\x1b[2J"
BACKSPACE = ("\x7f", "\x08")
MOST_DIGITS = 3
STEPS = {"j": 1, DOWN: 1, "k": -1, UP: -1, PAGE_DOWN: 10, PAGE_UP: -10}


class InPlace:
    """The page on the screen; `ask` returns what was chosen."""

    def __init__(self, keys: Keys, out: Any) -> None:
        self._keys, self._out = keys, out
        self._page: Page | None = None
        self._has_colors = False
        self._drawn = 0  # rows on the screen, of which the cursor stands in the last

    def open(self, now: HuntNow, heading: str, tries: Tries, said: Sequence[str]) -> None:
        """Show a hunt, below what stands there."""
        self._page = Page(now, heading, tries, said=said)
        self._drawn = 0
        steer("\n")
        if not self._has_colors:
            self._draw()  # start-up time: who begins to read does not wait for colors
            self._has_colors = True
        self._page.color()
        self._draw()

    def tell(self, tries: Tries, said: list[str]) -> None:
        """Show how far the hunt has come, and what to say of the last try."""
        page = self._shown
        if page.tries.stage is not tries.stage:
            page.cursor = None if tries.stage is not Stage.LINE else page.cursor
        page.tries, page.said, page.typed = tries, said, ""
        self._draw()

    def note(self, lines: list[str]) -> None:
        """Show something else until a key is pressed."""
        self._shown.note = lines
        self._draw()
        while (pressed := self._keys.key()) in (RESIZED, RESUMED, PASTED):
            self._afresh(pressed)
        self._shown.note = ()
        self._draw()

    def wait(self, text: str) -> None:
        """Say that something takes a while."""
        self._shown.said = [text]
        self._draw()

    def close(self) -> None:
        """Go on below the page, which stays."""
        if self._page is not None:
            self._page = None
            steer("\n")

    def ask(self) -> "int | Word":
        """The line, the number of the explanation, or a word."""
        with self._keys.resizing():
            while True:
                answer = self._press(self._keys.key())
                if answer is not None:
                    return answer
                self._draw()

    def _press(self, pressed: str) -> "int | Word | None":
        page, stage = self._shown, self._shown.tries.stage
        if pressed in (RESUMED, RESIZED):
            self._afresh(pressed)
        elif pressed == PASTED:
            page.said = ["Pasted text is ignored here."]
        elif pressed in STEPS:
            page.step(STEPS[pressed])
        elif pressed == ":":
            return self._word(read(f":{self._keys.key()}", Stage.LINE), pressed)
        elif stage is Stage.LINE and pressed in BACKSPACE:
            self._type(page.typed[:-1])
        elif stage is Stage.LINE and pressed.isascii() and pressed.isdecimal():
            self._type((page.typed + pressed)[:MOST_DIGITS])
        elif stage is Stage.LINE and pressed == ENTER:
            return self._chosen()
        else:
            return self._word(read(pressed, stage), pressed)
        return None

    def _type(self, digits: str) -> None:
        page = self._shown
        page.typed = digits
        page.cursor = int(digits) if digits and page.tries.has(int(digits)) else None

    def _chosen(self) -> int | None:
        page = self._shown
        if page.typed:
            return int(page.typed)
        if page.cursor is None:
            page.said = ["Choose a line first: type its number, or move with j and k. `0` says that nothing is wrong."]
        return page.cursor

    def _word(self, found: "int | Word | None", pressed: str) -> "int | Word | None":
        if found is None and pressed != ENTER:
            name = pressed if pressed.isprintable() else "That"
            ways = (
                f"a to {LETTERS[len(self._shown.now.hunt.choices) - 1]}" if self._shown.tries.stage is Stage.REASON else "a line's number"
            )
            self._shown.said = [f"{name} is no key here; it is {ways}. ? lists the keys."]
        return found

    def _afresh(self, why: str) -> None:
        """After `fg` the page comes again below what the shell wrote; at another size nothing stands where it stood."""
        steer(CLEAR if why == RESIZED else "\n")
        self._drawn = 0
        self._draw()

    def _draw(self) -> None:
        columns, lines = shutil.get_terminal_size()
        self._out.width = columns
        rows = self._shown.rows(self._out, max(4, lines))
        up = f"\x1b[{self._drawn - 1}A" if self._drawn > 1 else ""
        steer(f"{up}\r" * bool(self._drawn) + "\r\n".join(ERASE_LINE + row for row in rows) + ERASE_BELOW)
        self._drawn = len(rows)

    @property
    def _shown(self) -> Page:
        assert self._page is not None
        return self._page
