"""A known mistake and what it tells the learner, read without complaint: its faults are collected for the author."""

import re
from dataclasses import dataclass
from pathlib import Path

from studykit.content.source import read_source
from studykit.errors import PackError

CARDS_LINE = re.compile(r"Cards:\s*(.*)")
NOT_PROSE = re.compile(r"\s|[-*+>|] |```|\d+[.)] ")


@dataclass(frozen=True)
class Mistake:
    """A wrong answer by name: what it `says` to the learner (Markdown), the cards that mend it, and the author's faults, a line each."""

    name: str
    path: Path
    says: str
    cards: tuple[str, ...]
    faults: tuple[str, ...] = ()


def read_mistake(path: Path, name: str = "") -> Mistake:
    """Reads a file of `mistakes/`; never fails. `name` stands for the file in its faults (default: the path)."""
    name = name or str(path)
    try:
        docstring = read_source(path, name).docstring
    except PackError as error:
        return Mistake(path.stem, path, "", (), tuple(error.faults))
    *says, last = docstring.splitlines() or [""]
    cards = CARDS_LINE.fullmatch(last)
    text = _unwrapped("\n".join(says if cards else [*says, last]))
    ids = tuple(card.strip() for card in cards[1].split(",") if card.strip()) if cards else ()
    return Mistake(path.stem, path, text, ids, tuple(_faults(name, text, ids)))


def _faults(name: str, says: str, cards: tuple[str, ...]) -> list[str]:
    faults = []
    if not says:
        faults.append(f"{name}: docstring: missing; it tells the learner what went wrong and why")
    if not cards:
        faults.append(f"{name}: docstring: the last line must be 'Cards: deck/id, deck/id'")
    return faults


def _unwrapped(text: str) -> str:
    paragraphs = re.split(r"\n\s*\n", text.strip())
    return "\n\n".join(_joined(paragraph) for paragraph in paragraphs)


def _joined(paragraph: str) -> str:
    lines = paragraph.splitlines()
    is_prose = not any(NOT_PROSE.match(line) for line in lines)
    return " ".join(lines) if is_prose else paragraph
