"""A review with buttons, by ipywidgets: a card after another in one place."""

from collections.abc import Callable, Iterable
from functools import partial
from time import monotonic

from ipywidgets import HTML, Button, HBox, Layout, Text, Textarea, VBox, Widget

from studykit.content.deck import CardKind
from studykit.content.pack import Library
from studykit.notebook.buttons import Buttons
from studykit.notebook.card_html import back_html, front_html, said_html
from studykit.study.review.attempt import GOOD, Attempt, chosen, typed_in
from studykit.study.review.offers import leech_offer
from studykit.study.review.question import GRADES, Question
from studykit.study.review.sayings import UNDO_SAYS, acknowledged
from studykit.study.review.session import ReviewSession
from studykit.study.review.sides import options

ENTRY_WIDTH = "28rem"
_STYLES = {"1": "danger", "2": "warning", "3": "success", "4": "info"}


class ReviewPanel:
    """Shows one card at a time in `widget`; `closing` gives the lines at the end, `when_done` is called once, after them."""

    def __init__(self, session: ReviewSession, library: Library, closing: Callable[[], list[str]]) -> None:
        self._session, self._library, self._closing = session, library, closing
        self._make = Buttons(self._say)
        self.when_done: Callable[[], None] = lambda: None
        self._question: Question | None = None
        self._began = 0.0
        self._front, self._back, self._said = HTML(), HTML(), HTML()
        self._entry, self._buttons = VBox(), HBox(layout=Layout(flex_flow="row wrap"))
        self.widget = VBox([self._front, self._entry, self._back, self._buttons, self._said])
        self._ask()

    def end(self) -> None:
        """Take the buttons away, and say how the review went."""
        if self._question is None and not self._buttons.children:
            return
        self._question = None
        self._front.value = self._back.value = ""
        self._entry.children = self._buttons.children = ()
        self._say(self._closing())
        self.when_done()

    def _ask(self) -> None:
        self._question = self._session.question()
        if self._question is None:
            self._buttons.children = (Button(),)  # so that the end is one
            self.end()
            return
        self._began = monotonic()
        self._front.value, self._back.value = front_html(self._question), ""
        self._entry.children, shows = self._entries(self._question)
        self._buttons.children = (shows, *self._others())

    def _entries(self, question: Question) -> tuple[tuple[Widget, ...], Widget]:
        """What an answer is given with, and the button that shows the answer."""
        card = question.card
        if card.kind is CardKind.CHOICE:
            letters = options(card, question.day)
            choices = [self._make.button(letter, partial(self._choose, question, letter)) for letter in letters]
            return (HBox(choices),), self._make.button("Show answer", lambda: self._show(Attempt()))
        if card.kind not in (CardKind.TYPED, CardKind.PREDICT):
            return (), self._make.button("Show answer", lambda: self._show(Attempt(GOOD)), "primary")
        is_long = card.kind is CardKind.PREDICT
        entry = (Textarea if is_long else Text)(placeholder="What it prints" if is_long else "The answer", layout=Layout(width=ENTRY_WIDTH))
        if not is_long:
            entry.continuous_update = False  # Enter is the answer
            entry.observe(lambda change: self._make.obey(lambda: self._show(typed_in(question, change["new"]))), "value")
        return (entry,), self._make.button("Show answer", lambda: self._show(typed_in(question, entry.value)), "primary")

    def _choose(self, question: Question, letter: str) -> None:
        self._show(chosen(question, letter))

    def _show(self, attempt: Attempt) -> None:
        if (question := self._question) is None or self._back.value:
            return
        for entry in self._entry.children:
            entry.disabled = True
            for choice in getattr(entry, "children", ()):
                choice.disabled = True
        self._back.value = back_html(question, attempt)
        self._buttons.children = (*self._grades(question, attempt), *self._others())

    def _grades(self, question: Question, attempt: Attempt) -> Iterable[Widget]:
        for key, grade in GRADES.items():
            days = "" if question.is_drill else f" · {question.interval_days(grade.quality)} d"
            style = _STYLES[key] if key == attempt.suggested else ""
            yield self._make.button(f"{grade.name}{days}", partial(self._answer, key, attempt), style)

    def _answer(self, key: str, attempt: Attempt) -> None:
        if (question := self._question) is None:
            return
        answer = self._session.answer(question, GRADES[key].quality, monotonic() - self._began, attempt.typed)
        said = [acknowledged(question.card.item, key, answer, self._session.today)]
        if answer.leech_lapses:
            said.append(leech_offer(question.card, answer.leech_lapses, self._library))
        self._say(said)
        self._ask()

    def _others(self) -> list[Widget]:
        return [self._make.button("Undo", self._undo), self._make.button("Suspend", self._suspend), self._make.button("End", self.end)]

    def _undo(self) -> None:
        undone, what = self._session.undo()
        self._say([UNDO_SAYS[undone].format(what)])
        self._ask()

    def _suspend(self) -> None:
        if self._question is not None:
            self._session.suspend(self._question)
            self._say([f"suspended {self._question.card.item}; Undo brings it back"])
            self._ask()

    def _say(self, lines: list[str]) -> None:
        self._said.value = said_html(lines)
