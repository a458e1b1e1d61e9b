"""A hunt on a terminal as one page that is drawn again at each key: what it holds, and which part of the program there is room for."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from rich.text import Text

from studykit.cli.views.hunt_view import (
    choice_rows,
    highlighted,
    mark_of,
    marks_of,
    nothing_wrong_row,
    program_rows,
    prose,
    rows_of,
    separator,
)
from studykit.cli.views.show import is_unicode
from studykit.content.hunt import NO_BUG
from studykit.study.hunting.hunt_sayings import ASKS
from studykit.study.hunting.now import HuntNow
from studykit.study.hunting.tries import Stage, Tries

LEAST_PROGRAM = 8  # rows: with fewer the task makes room, which was read before
HINTS = {
    Stage.LINE: ("number or j, k, then Enter", "missing: line before or after", "g give up", "? keys"),
    Stage.REASON: ("a to {last} chooses", "j, k scroll", "g give up", "? keys"),
}


@dataclass
class Page:
    """What stands on the screen of a hunt. `typed` are the digits so far, `said` sentences of Markdown about the last try, `note` what is
    shown in the program's place until the next key."""

    now: HuntNow
    heading: str
    tries: Tries
    cursor: int | None = None
    typed: str = ""
    said: Sequence[str] = ()
    note: Sequence[str] = ()
    _lines: list[Text] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._lines = [Text(line) for line in self.now.hunt.program]

    def color(self) -> None:
        """Color the program, which takes longer than to show it: the first time, pygments is imported."""
        self._lines = highlighted(self.now.hunt)

    @property
    def last_line(self) -> int:
        return self.now.hunt.first_line + len(self.now.hunt.program) - 1

    def rows(self, out: Any, height: int) -> list[str]:
        """The rows of the page, at most `height`; the cursor belongs behind the last one."""
        head, asks = self._heading(out), [*rows_of(out, prose(self.now.hunt.asks)), ""]
        if self.note:
            note = [row for line in self.note for row in rows_of(out, Text(line))]
            return [*head, *note[: max(1, height - len(head) - 1)], *rows_of(out, Text("Press any key to go back.", "dim"))]
        below = self._below(out)
        program = self._program(out)
        total = sum(map(len, program))
        room = height - len(head) - len(below)
        if room - len(asks) < min(LEAST_PROGRAM, total):
            asks = asks[:1] if len(asks) == 2 else []
        shown = self._window(out, program, max(1, room - len(asks)))
        return [*head, *asks, *shown, *below][-height:]

    def step(self, by: int) -> None:
        """Move the cursor by so many lines that are not blank; beyond the last and before the first stands "nothing is wrong"."""
        places = [number for number in range(self.now.hunt.first_line, self.last_line + 1) if self.tries.has(number)]
        ring = [NO_BUG, *places] if self.tries.stage is Stage.LINE else places
        at = ring.index(self.cursor) if self.cursor in ring else (0 if by > 0 and ring[0] == NO_BUG else -1)
        to = at + by
        if abs(by) > 1:  # a screen stops at the ends
            to = min(max(to, ring[0] == NO_BUG), len(ring) - 1)
        self.cursor = ring[to % len(ring)]
        self.typed = ""

    def _heading(self, out: Any) -> list[str]:
        rule = "─" if is_unicode() else "-"
        text = f"{rule * 2} {self.heading} "
        return rows_of(
            out, Text(text + rule * max(0, out.width - len(text)), no_wrap=True, overflow="ellipsis" if is_unicode() else "crop")
        )

    def _program(self, out: Any) -> list[list[str]]:
        hunt, stage = self.now.hunt, self.tries.stage
        is_known = stage is not Stage.LINE
        found = hunt.faulty if is_known else frozenset()
        return program_rows(out, self._lines, marks_of(hunt, self.cursor, self.tries.lines, found))

    def _below(self, out: Any) -> list[str]:
        hunt, tries = self.now.hunt, self.tries
        rows: list[str] = []
        if tries.stage is Stage.LINE or not hunt.has_bug:
            found = {NO_BUG} if tries.stage is Stage.DONE else set()
            rows += nothing_wrong_row(out, mark_of(NO_BUG, self.cursor, tries.lines, found))
        said = [row for line in self.said for row in rows_of(out, prose(line))]
        rows += ["", *said] if said else []
        if hunt.has_bug and tries.has_line:
            rows += ["", *choice_rows(out, hunt, tries.reasons, tries.stage is Stage.DONE)]
        return [*rows, *self._question(out)]

    def _question(self, out: Any) -> list[str]:
        stage = self.tries.stage
        if stage is Stage.DONE:
            return []
        hints = separator().join(HINTS[stage]).format(last="abcd"[max(0, len(self.now.hunt.choices) - 1)])
        chosen = "" if self.cursor is None or stage is not Stage.LINE else str(self.cursor)
        return ["", *rows_of(out, Text(hints, "dim")), *rows_of(out, Text.assemble((ASKS[stage], "bold"), f" {self.typed or chosen}"))]

    def _window(self, out: Any, program: list[list[str]], room: int) -> list[str]:
        """The rows around the cursor, or around what was found, that there is room for."""
        rows = [row for line in program for row in line]
        if len(rows) <= room:
            return rows
        first = self.now.hunt.first_line
        focus = self.cursor or self._bug or first
        before = sum(len(line) for line in program[: focus - first])
        top = min(max(0, before - room // 2), len(rows) - room)
        shown = rows[top : top + room]
        if room > 2:
            if top:
                shown[0] = self._more(out, top + 1)
            if top + room < len(rows):
                shown[-1] = self._more(out, len(rows) - top - room + 1)
        return shown

    @property
    def _bug(self) -> int:
        """The faulty line that was found or told; 0 before."""
        faulty, tries = self.now.hunt.faulty, self.tries
        if tries.stage is Stage.LINE or not faulty:
            return 0
        return next((line for line in reversed(tries.lines) if line in faulty), min(faulty))

    def _more(self, out: Any, number: int) -> str:
        dots = "…" if is_unicode() else "..."
        return rows_of(out, Text(f"    {dots} {number} more", "dim"))[0]
