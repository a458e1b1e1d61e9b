"""What a learner can type or press in a bug hunt, and what it stands for."""

from enum import StrEnum

from studykit.content.hunt import NO_BUG
from studykit.study.hunting.tries import Stage

KEYS = (
    "a number, then Enter: this line is wrong; for a missing line, the one before or after it",
    "0, then Enter: nothing is wrong with this program",
    "j, k or the arrow keys: move to a line, PgUp, PgDn by a screen; Enter chooses it",
    "a, b, c, d or 1 to 4: what goes wrong, once the line is found",
    "g: give up; the bug is shown and comes back sooner",
    "u: undo what was done last; r: redo it",
    "b: bury the hunt, which is not asked again today; s: suspend it",
    "f: flag the hunt, or take its flag away; w: why it comes today; l: a link",
    "At the end: p shows a picture of the bug, f writes the program to a file to fix, Enter continues",
    "q: quit. Where letters choose, put a colon before: :b, :f, :?",
    "Each wrong answer reveals more: a failing requirement, the function, the line.",
)


class Word(StrEnum):
    """A key that is no answer; `word` is what a script may say for it."""

    GIVE_UP = "g"
    UNDO = "u"
    REDO = "r"
    BURY = "b"
    SUSPEND = "s"
    FLAG = "f"
    WHY = "w"
    LINK = "l"
    QUIT = "q"
    HELP = "?"

    @property
    def word(self) -> str:
        return self.name.lower().replace("_", " ")


LETTERS = "abcd"
# After these the hunt stands as it did, and what was asked is still asked.
ASIDES = frozenset({Word.FLAG, Word.WHY, Word.LINK, Word.HELP})


def read(text: str, stage: Stage) -> "int | Word | None":
    """The line, or the number of the explanation, counted from 0, that a text names; or a word; None if it is neither."""
    typed = text.strip().removeprefix(":")
    text = text.strip().lower()
    if stage is Stage.REASON and len(text) == 1 and text in LETTERS:
        return LETTERS.index(text)
    if text.isascii() and text.isdecimal() and len(text) < 6:
        return int(text) - (stage is Stage.REASON)
    if text in ("nothing is wrong", "nothing") and stage is Stage.LINE:
        return NO_BUG
    name = text.removeprefix(":")
    if typed == "G":
        return None  # goes to the end elsewhere, and what it would give up is recorded
    return next((word for word in Word if name in (word.value, word.word)), None)
