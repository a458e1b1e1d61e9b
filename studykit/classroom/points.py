"""What each exercise counts, as `--points` says it: a number for all, or ID=NUMBER for one."""

import math
from collections.abc import Sequence

from studykit.content.pack import Library
from studykit.errors import ClassError

ALL = ""


def worth_of(given: Sequence[str], library: Library, exercises: Sequence[str]) -> dict[str, float]:
    """The points of each exercise, 1 where nothing is said. ClassError for what is no number of at least 0, UnknownItem for an exercise
    that no pack has."""
    found: dict[str, float] = {}
    for text in given:
        name, is_one, number = text.rpartition("=")
        found[library.exercise(name).id if is_one else ALL] = _number(text, number)
    return {id: found.get(id, found.get(ALL, 1.0)) for id in exercises}


def _number(text: str, number: str) -> float:
    try:
        points = float(number)
    except ValueError:
        points = math.nan
    if not 0 <= points < math.inf:
        raise ClassError(f"--points {text}: give a number, or ID=NUMBER for one exercise, such as 10 or sgd_update=5.")
    return points
