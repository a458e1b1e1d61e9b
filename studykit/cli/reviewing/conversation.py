"""The talk of a review: shows a card, takes the attempt, shows the answer, takes the grade, and says what was recorded."""

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING

from studykit.cli.reviewing.prompt import Prompt
from studykit.cli.reviewing.screen import SEPARATOR, Screen
from studykit.cli.reviewing.shortcuts import KEYS, Command
from studykit.cli.terminal.keys import Keys, PipeKeys
from studykit.cli.terminal.out import say
from studykit.content.pack import Library
from studykit.errors import StudykitError
from studykit.study.phrases import read_on
from studykit.study.review.attempt import Attempt
from studykit.study.review.offers import leech_offer, offer
from studykit.study.review.question import GRADES, Answer, Outcome, Question
from studykit.study.review.sayings import CHANGED, REDO_SAYS, UNDO_SAYS, acknowledged
from studykit.study.review.session import ReviewSession
from studykit.study.review.sides import back, front

if TYPE_CHECKING:
    from studykit.study.hunting.now import HuntNow


class Conversation:
    """One review from the first card to the last, or until the learner quits; `read_again` gives the packs as their files are now, and
    `hunt` holds a bug hunt, after which it says whether the review goes on."""

    def __init__(
        self,
        session: ReviewSession,
        keys: Keys,
        screen: Screen,
        library: Library,
        read_again: Callable[[], Library],
        hunt: "Callable[[HuntNow], bool]",
    ) -> None:
        self._hunt = hunt
        self._session, self._keys, self._screen = session, keys, screen
        self._library, self._read_again = library, read_again
        screen.lent = None if isinstance(keys, PipeKeys) else keys.lent
        self._prompt = Prompt(keys, screen, self._aside, self._show_card)
        self._attempt: Attempt | None = None  # at the card that stands on the screen, once its answer does, too
        self._drill_announced = False

    @property
    def library(self) -> Library:
        """The packs, as they were read last."""
        return self._library

    def run(self) -> None:
        """Ask until there is nothing more to ask, or the learner quits: by q, Ctrl-C, Ctrl-D, or by closing the pipe."""
        try:
            while self._goes_on():
                pass
        except (EOFError, KeyboardInterrupt):
            self._screen.say("")

    def _goes_on(self) -> bool:
        """Ask what comes now; whether there is more to ask."""
        if (now := self._session.hunt()) is not None:
            return self._hunt(now)
        question = self._next()
        return question is not None and self._card(question) is not Command.QUIT

    def _next(self) -> Question | None:
        question = self._session.question()
        for item in self._session.left_out:
            self._screen.say(f"left out {item}: answered or suspended elsewhere, or gone from its deck")
        self._session.left_out.clear()
        if question and question.is_drill and not self._drill_announced:
            self._drill_announced = True
            self._announce_drill()
        return question

    def _announce_drill(self) -> None:
        if self._session.is_cram:
            self._screen.heading("Cram: changes no due date")
            self._screen.say("All these cards are asked, due or not, until Good or Easy.")
        else:
            self._screen.heading("Drill: changes no due date")
            self._screen.say("The cards graded Again or Hard today are asked again until Good or Easy.")

    def _card(self, question: Question) -> Command | None:
        began = monotonic()
        self._attempt = None
        self._show_card(question)
        attempt = self._prompt.attempt(question)
        if isinstance(attempt, Command):
            return self._obey(attempt, question)
        self._attempt = attempt
        self._show_answer(question, attempt)
        grade = self._prompt.grade(question, attempt.suggested)
        if isinstance(grade, Command):
            return self._obey(grade, question)
        answer = self._session.answer(question, GRADES[grade].quality, monotonic() - began, attempt.typed)
        self._acknowledge(question, grade, answer)
        return None

    def _show_card(self, question: Question) -> None:
        self._screen.heading(_heading(question, self._screen.is_terminal, "cram" if self._session.is_cram else "drill"))
        self._screen.show(front(question.card, question.day))
        if self._attempt is not None:
            self._show_answer(question, self._attempt)

    def _show_answer(self, question: Question, attempt: Attempt) -> None:
        self._screen.remark(attempt.remarks)
        self._screen.show(back(question.card, question.day))
        self._screen.remark([CHANGED] if question.has_changed else [])

    def _acknowledge(self, question: Question, key: str, answer: Answer) -> None:
        item, say = question.card.item, self._screen.say
        if answer.outcome is Outcome.RECORDED and not self._screen.is_terminal:
            say(f"recorded {item} {answer.quality}, due {answer.due}")
        else:
            say(acknowledged(item, key, answer, self._session.today))
        if answer.leech_lapses:
            say(leech_offer(question.card, answer.leech_lapses, self._library))

    def _obey(self, command: Command, question: Question) -> Command:
        item = question.card.item
        if command is Command.SUSPEND:
            self._session.suspend(question)
            self._screen.say(f"suspended {item}; u brings it back")
        elif command is Command.BURY:
            self._session.bury(question)
            self._screen.say(f"buried {item} for today; u brings it back")
        elif command is Command.UNDO:
            undone, what = self._session.undo()
            self._screen.say(UNDO_SAYS[undone].format(what))
        elif command is Command.REDO:
            redone, what = self._session.redo()
            self._screen.say(REDO_SAYS[redone].format(what))
        elif command is Command.EDIT:
            self._edit(question)
        return command

    def _aside(self, command: Command, question: Question) -> None:
        say()
        if command is Command.FLAG:
            is_flagged = self._session.flag(question)
            self._screen.say(f"{'flagged' if is_flagged else 'unflagged'} {question.card.item}")
        elif command is Command.EXERCISE:
            self._screen.say(offer(question.card, self._library))
        elif command is Command.WHY:
            self._why(question)
        elif command is Command.LINK:
            self._screen.say(read_on(question.card.see) or "This card has no link.")
        else:
            for line in KEYS:
                self._screen.say(line)

    def _why(self, question: Question) -> None:
        from studykit.cli.views.why_view import why_lines  # start-up time: few ask

        memory, events = self._session.events(question)
        for line in why_lines(question.card.item, memory, events, self._session.today, question.scheduler):
            self._screen.say(line)

    def _edit(self, question: Question) -> None:
        from studykit.cli.terminal.editor import edit  # start-up time: few edit

        card, say = question.card, self._screen.say
        try:
            with self._keys.lent():
                say(f"editing {card.file}:{card.line}")
                edit(card.file, card.line)
        except StudykitError as error:
            say(str(error))
            return
        try:
            library = self._read_again()
        except StudykitError as error:
            say(f"not read again; the old text is used until this is fixed, e opens the editor: {error}")
            return
        if faults := [fault for fault in library.left_out if fault not in self._library.left_out]:
            say(f"not read again; the old text is used until this is fixed, e opens the editor: {'; '.join(faults)}")
            return
        self._library = library
        now = self._session.edited(question, library)
        say(f"{'unchanged' if now == card else 'read again'} {card.item}" if now else f"{card.item} is no longer in {card.file}")


def _heading(question: Question, is_terminal: bool, drill: str) -> str:
    place = f"{drill}, {question.total} left" if question.is_drill else f"{question.number} of {question.total}"
    marks = [word for word, holds in (("new", question.is_new and not question.is_drill), ("flagged", question.is_flagged)) if holds]
    if is_terminal:
        return SEPARATOR.join((place, question.card.deck, *marks))
    return f"{place}: {question.card.item}{''.join(f' ({mark})' for mark in marks)}"
