"""What a layout makes of a tree: a pile of files for each student."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from studykit.classroom.tree import Part


@dataclass(frozen=True, slots=True)
class Handed:
    """A file that a student handed in, `name` as the student called it. What was handed in later has the greater `order`, where the layout
    knows."""

    part: Part
    name: str
    order: tuple[float, ...] = ()


@dataclass(slots=True)
class Pile:
    """The files of a student. `number` is what the platform tells students of one name apart by; `earlier` counts attempts that it knows
    of, but whose files are not there."""

    name: str
    number: str = ""
    handed: list[Handed] = field(default_factory=list)
    earlier: int = 0


@dataclass(frozen=True, slots=True)
class Laid:
    """A tree by students. `nobodys` are the files that belong to none."""

    layout: str
    piles: tuple[Pile, ...]
    nobodys: tuple[Part, ...] = ()


def laid(layout: str, piles: Sequence[Pile], parts: Sequence[Part]) -> Laid:
    """These piles; what of the files is in none of them is nobody's."""
    taken = {id(handed.part) for pile in piles for handed in pile.handed}
    return Laid(layout, tuple(piles), tuple(part for part in parts if id(part) not in taken))


def merged(piles: Sequence[Pile]) -> list[Pile]:
    """Those of one name and number in one: what a platform lists in several places."""

    def student(pile: Pile) -> tuple[str, str]:
        return pile.name, pile.number

    found = []
    for (name, number), same in groupby(sorted(piles, key=student), student):
        each = list(same)
        found.append(Pile(name, number, [handed for pile in each for handed in pile.handed], sum(pile.earlier for pile in each)))
    return found
