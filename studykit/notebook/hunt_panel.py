"""A bug hunt with buttons, by ipywidgets: a number for the line, then a button for each explanation."""

from collections.abc import Callable
from time import monotonic

from ipywidgets import HTML, BoundedIntText, Button, HBox, Layout, VBox, Widget

from studykit.content.hunt import NO_BUG
from studykit.notebook.buttons import Buttons
from studykit.notebook.card_html import said_html
from studykit.notebook.hunt_html import ending_html, program_html
from studykit.study.desk import Desk
from studykit.study.hunting.evidence import Evidence
from studykit.study.hunting.hunt_sayings import NOTHING_WRONG, comes_back, effects, letter
from studykit.study.hunting.judging import judge
from studykit.study.hunting.now import HuntNow
from studykit.study.hunting.tries import Stage, Tries
from studykit.study.review.sayings import UNDO_SAYS
from studykit.study.review.session import ReviewSession


class HuntPanel:
    """Shows one hunt at a time in `widget`; `closing` gives the lines at the end, `when_done` is called once, after them."""

    def __init__(self, here: Desk, session: ReviewSession, closing: Callable[[], list[str]]) -> None:
        self._here, self._session, self._closing = here, session, closing
        self._make = Buttons(self._say)
        self.when_done: Callable[[], None] = lambda: None
        self._now: HuntNow | None = None
        self._tries: Tries | None = None
        self._evidence: Evidence | None = None
        self._began = 0.0
        self._is_over = False
        self._page, self._said = HTML(), HTML()
        self._line = BoundedIntText(layout=Layout(width="6rem"))
        self._buttons = HBox(layout=Layout(flex_flow="row wrap"))
        self.widget = VBox([self._page, self._buttons, self._said])
        self._ask()

    def end(self) -> None:
        """Take the buttons away, and say how the hunts went."""
        if self._is_over:
            return
        self._is_over = True
        self._leave()
        self._now = None
        self._buttons.children = ()
        self._say(self._closing())
        self.when_done()

    def _ask(self) -> None:
        self._leave()
        self._now = self._session.hunt()
        if self._now is None:
            self._page.value = ""
            self.end()
            return
        self._tries, self._began = Tries(self._now.hunt), monotonic()
        self._evidence = Evidence(self._here, self._now)
        if self._here.settings.server_idle_minutes:
            self._evidence.begin()  # a server of one's own would be started for nothing, mostly
        first = self._now.hunt.first_line
        self._line.min, self._line.max = first, first + len(self._now.hunt.program) - 1
        self._line.value = first
        self._show()

    def _leave(self) -> None:
        if self._evidence is not None:
            self._evidence.close()

    def _show(self) -> None:
        now, tries = self._shown
        self._page.value = program_html(now, tries)
        self._buttons.children = (*self._answers(tries), self._make.button("Give up", self._give_up), *self._others())

    def _answers(self, tries: Tries) -> list[Widget]:
        if tries.stage is Stage.LINE:
            chosen = self._make.button("This line is wrong", lambda: self._try(self._line.value), "primary")
            return [self._line, chosen, self._make.button(NOTHING_WRONG.capitalize(), lambda: self._try(NO_BUG))]
        return [self._choice(number, number in tries.reasons) for number in range(len(tries.hunt.choices))]

    def _choice(self, number: int, is_tried: bool) -> Button:
        button = self._make.button(letter(number), lambda: self._try(number))
        button.disabled = is_tried
        return button

    def _try(self, answer: int) -> None:
        _, tries = self._shown
        assert self._evidence is not None
        self._tries, _, said = judge(tries, answer, self._evidence, lambda: self._say(["Running the hidden tests …"]))
        self._say(said)
        self._go_on()

    def _give_up(self) -> None:
        _, tries = self._shown
        self._tries = tries.give_up()
        self._go_on()

    def _go_on(self) -> None:
        now, tries = self._shown
        if tries.stage is not Stage.DONE:
            self._show()
            return
        recorded = self._session.hunted(now, tries, monotonic() - self._began)
        self._page.value = program_html(now, tries) + ending_html(now)
        self._buttons.children = (self._make.button("Next", self._ask, "primary"), *self._others())
        if recorded is None:
            self._say([f"not recorded {now.item}: it was hunted or suspended elsewhere meanwhile"])
        else:
            self._say([comes_back(tries, recorded.due, self._session.today), *effects(recorded.effects)])

    def _others(self) -> list[Widget]:
        return [self._make.button("Undo", self._undo), self._make.button("End", self.end)]

    def _undo(self) -> None:
        undone, what = self._session.undo()
        self._ask()
        self._say([UNDO_SAYS[undone].format(what)])

    def _say(self, lines: list[str]) -> None:
        self._said.value = said_html(lines)

    @property
    def _shown(self) -> tuple[HuntNow, Tries]:
        assert self._now is not None
        assert self._tries is not None
        return self._now, self._tries
