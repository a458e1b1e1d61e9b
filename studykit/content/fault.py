"""How a fault of an author is placed and sorted: file first, then line, so that an editor can jump through the list."""

import re
from collections.abc import Iterable

from studykit.content.deck import Card
from studykit.content.exercise import Exercise

PLACE = r"(.*?):(\d+)?"


def place_of(part: Exercise | Card) -> str:
    """Where an exercise or card stands, relative to its pack."""
    if isinstance(part, Exercise):
        return f"exercises/{part.id}/exercise.yaml"
    return f"cards/{part.file.name}:{part.line}: card '{part.slug}'"


def in_order(faults: Iterable[str]) -> list[str]:
    """Each fault once, by file, line and text."""
    return sorted(set(faults), key=_by_place)


def _by_place(fault: str) -> tuple[str, int, str]:
    place = re.match(PLACE, fault)
    return (place[1], int(place[2] or 0), fault) if place else (fault, 0, "")
