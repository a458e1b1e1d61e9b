"""The end of a hunt: the edit, the explanation and the cards; a picture of the bug, and the program as a file to fix."""

import shlex
from collections.abc import Callable
from typing import Any

from studykit.cli.hunting.hunt_keys import Word
from studykit.cli.reviewing.screen import Screen
from studykit.cli.terminal.called import typed
from studykit.cli.terminal.keys import ENTER, PASTED, RESUMED, SCROLLS, Keys
from studykit.cli.terminal.out import say
from studykit.errors import StudykitError
from studykit.progress.store import Store
from studykit.study.clock import moment
from studykit.study.desk import Desk
from studykit.study.hunting.hunt_sayings import answer_line, fix_of
from studykit.study.hunting.now import HuntNow
from studykit.study.hunting.tries import Tries
from studykit.visuals.pictures import pictures_of

PICTURE, FIX = "p", "f"
LEAVING = {"u": Word.UNDO, "r": Word.REDO, "q": Word.QUIT}


class Ending:
    """What stands below a hunt that is done."""

    def __init__(self, here: Desk, store: Store, keys: Keys, screen: Screen, now: HuntNow, tries: Tries) -> None:
        self._here, self._store, self._keys, self._screen = here, store, keys, screen
        self._now, self._tries = now, tries
        self._pictures = list(pictures_of(now.exercise.id)) if now.hunt.has_bug else []

    def show(self) -> None:
        """Print the edit, the explanation and the cards."""
        hunt = self._now.hunt
        if not hunt.has_bug or self._tries.is_missed:
            self._screen.say(answer_line(hunt))
        if hunt.has_bug:
            if self._screen.console is None:
                self._show_plain()
            else:
                self._show_rich(self._screen.console)
            self._screen.say(f"Cards: {', '.join(hunt.cards)}" if hunt.cards else "")

    def ask(self, meanwhile: Callable[[], None]) -> Word | None:
        """Draw and write what the learner asks for, until they go on, or leave by a word; `meanwhile` is done while they read."""
        parts = ["Enter continues", *(["p picture"] if self._pictures else []), *(["f fix it"] if self._now.hunt.has_bug else [])]
        parts += ["u undo", "q quit"]
        self._screen.ask(parts)
        meanwhile()
        while True:
            pressed = self._keys.key()
            if pressed in SCROLLS:
                continue
            if pressed == ENTER:
                return None
            if pressed.removeprefix(":") in LEAVING:
                return LEAVING[pressed.removeprefix(":")]
            if pressed == PICTURE and self._pictures:
                self._tell(self._draw)
            elif pressed == FIX and self._now.hunt.has_bug:
                self._tell(self._hand_out)
            elif pressed not in (RESUMED, PASTED, ":"):
                self._screen.say(f"{pressed if pressed.isprintable() else 'That'} is no key here.")
            self._screen.ask(parts)

    def _tell(self, deed: Callable[[], None]) -> None:
        try:
            deed()
        except StudykitError as error:
            self._screen.say(str(error))

    def _draw(self) -> None:
        from studykit.cli.views.chart_view import show_chart  # start-up time: few draw
        from studykit.study.hunting.bug_picture import chart_of

        name, *others = self._pictures
        self._pictures = [*others, name]  # pressed again, it draws the next one
        say("drawing ...")
        show_chart(chart_of(self._here, self._now, name), "light", False)

    def _hand_out(self) -> None:
        from studykit.cli.views.show import shown  # start-up time: few fix
        from studykit.study.hunting.fixing import hand_out_to_fix

        handed_out = hand_out_to_fix(self._now, self._store, moment(None))
        file = shown(handed_out.file)
        self._screen.say(f"{'Wrote' if handed_out.written else 'Your work goes on in'} {file}")
        self._screen.say(f"Fix it, then:  {typed()} grade {shlex.quote(file)}")

    def _show_plain(self) -> None:
        hunt = self._now.hunt
        say()
        for line in fix_of(hunt):
            say(line)
        say()
        if hunt.right not in self._tries.reasons or not self._is_a_choice:
            say(hunt.says)
            say()

    @property
    def _is_a_choice(self) -> bool:
        """Whether the whole explanation stands among the choices."""
        hunt = self._now.hunt
        return hunt.choices[hunt.right] == hunt.says

    def _show_rich(self, out: Any) -> None:
        from studykit.cli.views.hunt_view import edit_text, prose  # start-up time: a pipe needs no rich

        hunt = self._now.hunt
        out.print()
        out.print(edit_text(fix_of(hunt)), overflow="fold")
        out.print()
        if not (self._tries.has_line and self._is_a_choice):  # then the page above shows it, marked
            out.print(prose(hunt.says))
            out.print()
