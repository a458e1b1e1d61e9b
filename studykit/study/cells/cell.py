"""What a cell is, wherever it was read, and what its first line makes of it: the beginning of an answer, or its end."""

import re
from dataclasses import dataclass

from studykit.content.starter import exercise_id

_WITH_A_VALUE = ("--seed", "--device")
_OURS = re.compile(r"(?:#\s*)?%{1,2}(?:(?:re)?load_ext\s+studykit\b|(?:grade|next|hint|solution|plot|review)\b)|!\s*studykit\b")
_GRADES = re.compile(r"%%grade\b(.*)")
_CELL_MAGIC = re.compile(r"\s*%%\w")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell and its number, counted from the top with those of text; `says` is the exercise that its tags name, if they do, and `first`
    is its first line in the file, where that is a program."""

    number: int
    text: str
    is_code: bool = True
    says: str | None = None
    first: int | None = None

    @property
    def place(self) -> str:
        """Where it begins, for a message."""
        return f"line {self.first}" if self.first else f"cell {self.number}"

    @property
    def exercise(self) -> str | None:
        """The exercise that the cell begins to answer: by its tags, by `%%grade ID`, or by a first line as of a file."""
        if self.says or not self.is_code:
            return self.says
        head, _, body = self.text.lstrip().partition("\n")
        if (graded := _GRADES.match(head)) and (named := _argument(graded[1])):
            return named
        return exercise_id(body if _CELL_MAGIC.match(head) else self.text)

    @property
    def is_ours(self) -> bool:
        """Whether it grades, hints or loads studykit, and so ends an answer that stands above it."""
        lines = [line.strip() for line in self.text.split("\n")]
        head = next((line for line in lines if _OURS.match(line) or (line and not line.startswith("#"))), "")
        return self.is_code and self.exercise is None and _OURS.match(head) is not None


def _argument(options: str) -> str | None:
    """The exercise among the options of `%%grade`."""
    words = iter(options.split())
    for word in words:
        if word in _WITH_A_VALUE:
            next(words, None)
        elif not word.startswith("-"):
            return word
    return None
