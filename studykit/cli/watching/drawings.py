"""Draws the pictures of a watched file in the background, since the grader has to run it for their numbers."""

import threading
from pathlib import Path
from typing import Any

from studykit.cli.watching.occurrences import Drawn, Tell
from studykit.cli.watching.view import Draw
from studykit.errors import StudykitError
from studykit.study.desk import Desk
from studykit.visuals.pictures import pictures_of


class Drawings:
    """Draws on demand; who asks again, or for another file, drops what was asked for before."""

    def __init__(self, here: Desk, tell: Tell) -> None:
        self._here, self._tell = here, tell
        self._asked = 0

    def ask(self, exercise: str, file: Path) -> None:
        """Draw the pictures of `exercise` from the file as it stands, and tell Drawn. StudykitError if there are none of it."""
        if not pictures_of(exercise):
            raise StudykitError(f"There is no picture of {exercise}; `studykit plot` lists those there are.")
        self._asked += 1
        threading.Thread(target=self._draw, args=(self._asked, file, exercise), daemon=True).start()

    def is_awaited(self, number: int) -> bool:
        """Whether these pictures are those that were asked for last."""
        return number == self._asked

    def drop(self) -> None:
        """What was asked for is wanted no more."""
        self._asked += 1

    def _draw(self, number: int, file: Path, exercise: str) -> None:
        try:
            self._tell(Drawn(number, _pictures(self._here, file, exercise)))
        except Exception as error:  # noqa: BLE001 - the main thread shows it, or raises it if it is a bug
            self._tell(Drawn(number, error))


def _pictures(here: Desk, file: Path, exercise: str) -> Draw:
    from studykit.study.drawing import charts, check_libraries  # only who presses the key needs them
    from studykit.study.grades import open_grader
    from studykit.study.submission import submission_in

    check_libraries()
    answer = submission_in(file, here.library, exercise)
    with open_grader(here) as grader:
        drawn = charts(answer, grader, here.cache)

    def draw(out: Any) -> None:
        from rich.text import Text

        from studykit.visuals.characters import in_terminal

        for chart in drawn:
            out.print(Text.from_ansi(in_terminal(chart, out.width, out.is_terminal)), no_wrap=True, crop=True)

    return draw
