"""What a grader says of a program, without the number of a line or its code: in a hunt the line is still to be found."""

import re
from collections.abc import Iterable

SHORTEST = 6  # letters of a line of code that nobody would say otherwise
POINTERS = (
    (re.compile(r"( in line \d+): `[^`]*`"), r"\1"),
    (re.compile(r" \((?:line|Line) \d+\)| in line \d+"), ""),
    (re.compile(r"\((?:line|Line) \d+; "), "("),
    (re.compile(r"\b(line|Line) \d+"), r"\1 …"),
)


def without_pointers(text: str, program: str) -> str:
    """The same text without what points at a line. The numbers would be wrong as well: a hunt shows a program without its comments."""
    for pattern, instead in POINTERS:
        text = pattern.sub(instead, text)
    for line in sorted(_statements(program), key=len, reverse=True):
        text = text.replace(line, "…")
    return text


def _statements(program: str) -> Iterable[str]:
    lines = {line.strip() for line in program.splitlines()}
    return [line for line in lines if len(line) >= SHORTEST and not line.isidentifier()]
