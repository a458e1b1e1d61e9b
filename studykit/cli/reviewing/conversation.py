"""The talk of a review: shows a card, takes the attempt, shows the answer, takes the grade, and says what was recorded."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from time import monotonic

import typer

from studykit.cli.reviewing.card_view import accepted, back, front, options, right_letter
from studykit.cli.reviewing.keys import ENTER, Keys
from studykit.cli.reviewing.screen import SEPARATOR, Screen
from studykit.cli.reviewing.session import GRADES, Answer, Outcome, Question, ReviewSession, Undo
from studykit.cli.reviewing.typed import Comparison, Match, compare
from studykit.cli.show import when
from studykit.content.deck import CardKind

LONGEST_TYPED = 2000
GOOD, AGAIN = "3", "1"
HELP = "?"
SHOWS = "Enter or Space shows the answer"
KEYS = (
    "Enter or Space: show the answer; then the grade that is named",
    "1 Again, 2 Hard, 3 Good, 4 Easy: how well you knew it",
    "a, b, c …: choose, where there are options",
    "u: undo the last answer",
    "s: suspend the card",
    "q: quit; every answer is kept",
    "Where you type an answer, put a colon before the letter: :u, :s, :q, :?",
)
TYPING = ("Enter alone shows it", ":q quits", ":? keys")
UNDO_SAYS = {
    Undo.ANSWER: "undone {}: it comes back now",
    Undo.SUSPENSION: "resumed {}",
    Undo.DRILL: "undone {} in the drill",
    Undo.NOT_A_REVIEW: "nothing undone: the last event is {}; `studykit undo` takes it back",
    Undo.NOTHING: "nothing to undo",
}


class Command(StrEnum):
    UNDO = "u"
    SUSPEND = "s"
    QUIT = "q"


@dataclass(frozen=True, slots=True)
class Attempt:
    """What the learner did before seeing the answer, and the key of the grade that it suggests."""

    suggested: str = GOOD
    typed: str | None = None
    remarks: tuple[str, ...] = ()


class Conversation:
    """One review from the first card to the last, or until the learner quits."""

    def __init__(self, session: ReviewSession, keys: Keys, screen: Screen) -> None:
        self._session, self._keys, self._screen = session, keys, screen
        self._drill_announced = False

    def run(self) -> None:
        """Ask until there is nothing more to ask, or the learner quits: by q, Ctrl-C, Ctrl-D, or by closing the pipe."""
        try:
            while (question := self._next()) is not None and self._card(question) is not Command.QUIT:
                pass
        except (EOFError, KeyboardInterrupt):
            self._screen.say("")

    def _next(self) -> Question | None:
        question = self._session.question()
        for item in self._session.left_out:
            self._screen.say(f"left out {item}: answered or suspended elsewhere")
        self._session.left_out.clear()
        if question and question.is_drill and not self._drill_announced:
            self._drill_announced = True
            self._screen.heading("Drill: changes no due date")
            self._screen.say("The cards graded Again or Hard today are asked again until Good or Easy.")
        return question

    def _card(self, question: Question) -> Command | None:
        began = monotonic()
        self._screen.heading(_heading(question, self._screen.is_terminal))
        self._screen.show(front(question.card, question.day))
        attempt = self._attempt(question)
        if isinstance(attempt, Command):
            return self._obey(attempt, question)
        self._show_answer(question, attempt)
        grade = self._grade(question, attempt.suggested)
        if isinstance(grade, Command):
            return self._obey(grade, question)
        answer = self._session.grade(question, GRADES[grade].quality, monotonic() - began, attempt.typed)
        self._acknowledge(question, grade, answer)
        return None

    def _attempt(self, question: Question) -> Attempt | Command:
        match question.card.kind:
            case CardKind.TYPED:
                return self._typed(question, ("Type the answer, then Enter", *TYPING), several_lines=False)
            case CardKind.PREDICT:
                return self._typed(question, ("Type its output, then an empty line", *TYPING), several_lines=True)
            case CardKind.CHOICE:
                return self._chosen(question)
        pressed = self._press((SHOWS, "? keys"), {ENTER}, "Enter shows the answer, then you grade it.")
        return pressed if isinstance(pressed, Command) else Attempt()

    def _chosen(self, question: Question) -> Attempt | Command:
        letters = list(options(question.card, question.day))
        parts = (f"{letters[0]} to {letters[-1]} chooses", SHOWS, "? keys")
        pressed = self._press(parts, {*letters, ENTER}, "Choose a letter, or press Enter.")
        if isinstance(pressed, Command):
            return pressed
        if pressed == ENTER:
            return Attempt()
        is_right = pressed == right_letter(question.card, question.day)
        return Attempt(GOOD if is_right else AGAIN, remarks=(f"{pressed} is {'right' if is_right else 'wrong'}.",))

    def _typed(self, question: Question, parts: Sequence[str], several_lines: bool) -> Attempt | Command:
        right = accepted(question.card)
        self._screen.ask(parts)
        while (command := _command((first := self._keys.line()), right)) == HELP:
            self._help(parts)
        if command:
            return Command(command)
        typed = "\n".join((first, *self._further_lines())) if several_lines and first.strip() else first
        typed = typed.strip()[:LONGEST_TYPED]
        if not typed:
            return Attempt()
        comparison = compare(typed, right)
        return Attempt(AGAIN if comparison.match is Match.WRONG else GOOD, typed, _remarks(comparison))

    def _further_lines(self) -> Iterator[str]:
        while (line := self._keys.line()).strip():
            yield line

    def _grade(self, question: Question, suggested: str) -> str | Command:
        parts = [
            f"{key} {grade.name}" if question.is_drill else f"{key} {grade.name} {question.interval_days(grade.quality)}d"
            for key, grade in GRADES.items()
        ]
        pressed = self._press((*parts, f"Enter = {suggested}"), {*GRADES, ENTER}, "1 to 4 grades the card.")
        return suggested if pressed == ENTER else pressed

    def _press(self, parts: Sequence[str], allowed: Container[str], otherwise: str) -> str | Command:
        self._screen.ask(parts)
        # A key with its colon, as it is typed where an answer is asked for, is welcome everywhere.
        while (pressed := self._keys.key().removeprefix(":") or ":") not in allowed:
            if pressed in list(Command):
                return Command(pressed)
            if pressed == HELP:
                self._help(parts)
            else:
                self._screen.say(f"{_printable(pressed)!r} is no key here. {otherwise}")
        return pressed

    def _help(self, parts: Sequence[str]) -> None:
        typer.echo()
        for line in KEYS:
            self._screen.say(line)
        self._screen.ask(parts)

    def _show_answer(self, question: Question, attempt: Attempt) -> None:
        self._screen.remark(attempt.remarks)
        self._screen.show(back(question.card, question.day))

    def _acknowledge(self, question: Question, key: str, answer: Answer) -> None:
        item, say = question.card.item, self._screen.say
        if answer.outcome is Outcome.ELSEWHERE:
            say(f"not recorded {item}: answered or suspended elsewhere meanwhile")
        elif answer.outcome is Outcome.DRILLED:
            say(f"drilled {item} {answer.quality}, {'comes again' if answer.stays else 'done'}")
        elif self._screen.is_terminal and answer.due:
            say(f"{key} {GRADES[key].name}: recorded, due {when(answer.due, self._session.today)}")
        else:
            say(f"recorded {item} {answer.quality}, due {answer.due}")

    def _obey(self, command: Command, question: Question) -> Command:
        if command is Command.SUSPEND:
            self._session.suspend(question)
            self._screen.say(f"suspended {question.card.item}; u brings it back")
        elif command is Command.UNDO:
            undone, what = self._session.undo()
            self._screen.say(UNDO_SAYS[undone].format(what))
        return command


def _heading(question: Question, is_terminal: bool) -> str:
    place = f"drill, {question.total} left" if question.is_drill else f"{question.number} of {question.total}"
    new = question.is_new and not question.is_drill
    if is_terminal:
        return SEPARATOR.join((place, question.card.deck, *(["new"] if new else [])))
    return f"{place}: {question.card.item}{' (new)' if new else ''}"


def _command(line: str, right: Sequence[str]) -> str:
    """The key that a line stands for; "" if it is an answer. q and ? do no harm, so they need no colon where they are not right."""
    text = line.strip().lower()
    if text in (f":{HELP}", *(f":{command}" for command in Command)):
        return text[1]
    return text if text in (HELP, Command.QUIT) and text not in [answer.lower() for answer in right] else ""


def _remarks(comparison: Comparison) -> tuple[str, ...]:
    if comparison.match is Match.RIGHT:
        return ("Right.",)
    if comparison.match is Match.RIGHT_BUT_CASE:
        return ("Right, but for upper and lower case:", _printable(comparison.nearest.strip()))
    return ("Not right. [-too much-] {+missing+}:", *map(_printable, comparison.difference))


def _printable(text: str) -> str:
    return "".join(character if character.isprintable() or character == "\n" else "\ufffd" for character in text)
