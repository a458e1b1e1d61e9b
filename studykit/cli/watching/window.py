"""The part of a report and a note that fits on the screen, and how the learner moves it."""

from collections.abc import Sequence

from studykit.cli.terminal.keys import DOWN, PAGE_DOWN, PAGE_UP, UP

MORE = "…"


class Window:
    """Begins at the end of the report or where the note begins; a note too long for the screen opens where it names the exercise."""

    def __init__(self) -> None:
        self._top: int | None = None  # None as long as it was not moved
        self._last_top = self._last_room = 0

    def lines(self, body: Sequence[str], note: Sequence[str], room: int, exercise: str) -> list[str]:
        """The lines to show; those that stand for more are `…`."""
        room = max(1, room)
        everything = [*body, *note]
        lowest = max(0, len(everything) - room)
        top = self._top if self._top is not None else _opening(body, note, room, exercise)
        top = min(max(0, top), lowest)
        self._last_top, self._last_room = top, room
        if self._top is not None:
            self._top = top
        shown = everything[top : top + room]
        if top and room > 2:
            shown[0] = MORE
        if top < lowest and room > 2:
            shown[-1] = MORE
        return shown

    def scroll(self, key: str) -> None:
        """Move by a line or by a screen."""
        page = max(1, self._last_room - 2)
        self._top = self._last_top + {UP: -1, DOWN: 1, PAGE_UP: -page, PAGE_DOWN: page}[key]


def _opening(body: Sequence[str], note: Sequence[str], room: int, exercise: str) -> int:
    if len(note) <= room:
        return len(body) + len(note) - room
    named = next((number for number, line in enumerate(note) if exercise in line.split()), 0)
    return len(body) + max(0, named - room // 2)
