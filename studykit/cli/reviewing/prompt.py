"""How a review asks for keys and typed answers, until it has an answer or a command that leaves the card."""

from collections.abc import Callable, Container, Sequence
from itertools import groupby

from studykit.cli.reviewing.screen import Screen
from studykit.cli.reviewing.shortcuts import ASIDES, HELP_KEY, Command, grade_key, pressed_command, typed_command
from studykit.cli.terminal.keys import ENTER, PASTED, RESUMED, SCROLLS, Keys
from studykit.content.deck import CardKind
from studykit.study.review.attempt import GOOD, Attempt, chosen, printable, typed_in
from studykit.study.review.question import GRADES, Question
from studykit.study.review.sides import accepted, options

COLON = ":"
SHOWS = "Enter or Space shows the answer"
TYPING = ("Enter alone shows it", ":q quits", ":? keys")


class Prompt:
    """Asks; `aside` does what a command that leaves the card as it is asks for, and `redraw` shows the card after another program had the
    screen; then the same is asked again."""

    def __init__(self, keys: Keys, screen: Screen, aside: Callable[[Command, Question], None], redraw: Callable[[Question], None]) -> None:
        self._keys, self._screen, self._aside, self._redraw = keys, screen, aside, redraw

    def attempt(self, question: Question) -> Attempt | Command:
        """What the learner does on seeing the front."""
        match question.card.kind:
            case CardKind.TYPED:
                return self._typed(question, ("Type the answer, then Enter", *TYPING), several_lines=False)
            case CardKind.PREDICT:
                return self._typed(question, ("Type its output, then an empty line", *TYPING), several_lines=True)
            case CardKind.CHOICE:
                return self._chosen(question)
        pressed = self._press(question, (SHOWS, "? keys"), {ENTER}, "Enter shows the answer, then you grade it.")
        return pressed if isinstance(pressed, Command) else Attempt(GOOD)

    def grade(self, question: Question, suggested: str) -> str | Command:
        """The key of a grade."""
        if question.is_drill:
            parts = [f"{key} {grade.name}" for key, grade in GRADES.items()]
        else:
            by_days = groupby(GRADES, lambda key: question.interval_days(GRADES[key].quality))
            parts = [f"{', '.join(f'{key} {GRADES[key].name}' for key in keys)} {days}d" for days, keys in by_days]
        pressed = self._press(question, (*parts, f"Enter = {suggested}"), {*GRADES, ENTER}, "1 to 4 grades the card.")
        return suggested if pressed == ENTER else pressed

    def _chosen(self, question: Question) -> Attempt | Command:
        letters = list(options(question.card, question.day))
        parts = (f"{letters[0]} to {letters[-1]} chooses", SHOWS, "? keys")
        pressed = self._press(question, parts, {*letters, ENTER}, "Choose a letter, or press Enter.")
        if isinstance(pressed, Command):
            return pressed
        if pressed == ENTER:
            return Attempt()
        return chosen(question, pressed)

    def _typed(self, question: Question, parts: Sequence[str], several_lines: bool) -> Attempt | Command:
        right = accepted(question.card)
        self._screen.ask(parts)
        while (command := typed_command((first := self._line(question, parts)), right)) in ASIDES:
            self._aside(command, question)
            self._screen.ask(parts)
        if command:
            return command
        typed = first
        while several_lines and typed.strip() and (line := self._line(question, parts, typed)).strip():
            typed += f"\n{line}"
        return typed_in(question, typed)

    def _line(self, question: Question, parts: Sequence[str], before: str = "") -> str:
        while (line := self._keys.line()) == RESUMED:
            self._redraw(question)
            self._screen.ask(parts)
            self._screen.say(before)
        return line

    def _press(self, question: Question, parts: Sequence[str], allowed: Container[str], otherwise: str) -> str | Command:
        self._screen.ask(parts)
        while True:
            pressed = self._keys.key()
            if pressed == RESUMED:
                self._redraw(question)
                self._screen.ask(parts)
                continue
            if pressed in SCROLLS:
                continue
            if pressed == PASTED:
                self._screen.say(f"Pasted text is ignored here. {otherwise}")
                continue
            if pressed == COLON:  # from a terminal, where a key comes alone
                pressed += self._keys.key()
            if (key := grade_key(pressed)) in allowed:
                return key
            command = pressed_command(pressed)
            if command is None:
                self._screen.say(f"{printable(pressed)!r} is no key here. {otherwise} {HELP_KEY} lists the keys.")
            elif command not in ASIDES:
                return command
            else:
                self._aside(command, question)
                self._screen.ask(parts)
