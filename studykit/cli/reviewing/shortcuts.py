"""What a learner can ask for in a review apart from answering: one key each, the same as a word in a pipe."""

from collections.abc import Sequence
from enum import StrEnum

KEYS = (
    "Enter or Space: show the answer; then the grade that is named",
    "1 Again, 2 Hard, 3 Good, 4 Easy: how well you knew it",
    "a, b, c …: choose, where there are options",
    "u: undo the last answer, or whatever was done last; r: redo it",
    "b: bury the card, which is not asked again today",
    "s: suspend the card, which is not asked until `studykit resume`",
    "f: flag the card, or take its flag away",
    "w: why it comes today, with the whole arithmetic",
    "l: the link to the page where you can read on",
    "e: edit the card in $VISUAL or $EDITOR, or else in nano or vi",
    "x: the exercise on it",
    "q: quit; every answer is kept",
    "Where you type an answer or choose a letter, put a colon before: :u, :b, :q, :?",
    "Through a pipe, words do as well: undo, redo, bury, suspend, flag, why, link, edit, exercise, quit, help",
)
HELP_KEY = "?"


class Command(StrEnum):
    """A key that is no answer; `word` is what a script may say for it."""

    UNDO = "u"
    REDO = "r"
    BURY = "b"
    SUSPEND = "s"
    FLAG = "f"
    WHY = "w"
    LINK = "l"
    EDIT = "e"
    EXERCISE = "x"
    QUIT = "q"
    HELP = HELP_KEY

    @property
    def word(self) -> str:
        return self.name.lower()


# After these the card stands as it did, and what was asked is still asked.
ASIDES = frozenset({Command.FLAG, Command.WHY, Command.LINK, Command.EXERCISE, Command.HELP})
_GRADE_WORDS = {"again": "1", "hard": "2", "good": "3", "easy": "4"}


def pressed_command(text: str) -> Command | None:
    """The command that a key or a word stands for, with or without its colon."""
    name = text.removeprefix(":")
    return next((command for command in Command if name in (command.value, command.word)), None)


def typed_command(line: str, right: Sequence[str]) -> Command | None:
    """The command that a line stands for where an answer is typed: one with a colon.

    q and ? do no harm, so they need no colon where they are not right.
    """
    text = line.strip().lower()
    if text.startswith(":"):
        return pressed_command(text)
    harmless = text in (Command.HELP, Command.QUIT) and text not in [answer.lower() for answer in right]
    return Command(text) if harmless else None


def grade_key(text: str) -> str:
    """The key of a grade for its name; any other text as it is."""
    return _GRADE_WORDS.get(text, text)
