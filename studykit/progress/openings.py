"""When the hunts of an exercise begin: on the day after its first pass, whatever was recorded of them; a fact of the log."""

import sqlite3
from collections.abc import Mapping
from datetime import date

from studykit.memory.scheduler import EXERCISE_PREFIX, HUNT_PREFIX
from studykit.progress.names import Names, as_parameter

_PASSES = """
    SELECT item, min(id), day FROM event
    WHERE kind = 'graded' AND json_extract(data, '$.verdict') = 'passed' AND item {} AND id NOT IN ({}) GROUP BY item
"""
_OF_NAMES = _PASSES.format("IN (SELECT value FROM json_each(?))", "SELECT event FROM undone")
_OF_ALL = _PASSES.format(f"BETWEEN '{EXERCISE_PREFIX}' AND '{EXERCISE_PREFIX}~'", "SELECT value FROM json_each(?)")


def hunt_of(exercise: str) -> str:
    """Return the hunt item of an exercise's item."""
    return HUNT_PREFIX + exercise.removeprefix(EXERCISE_PREFIX)


def exercise_of(hunt: str) -> str:
    """Return the item of the exercise in which a hunt item's bugs are."""
    return EXERCISE_PREFIX + hunt.removeprefix(HUNT_PREFIX)


def with_hunts(items: list[str]) -> list[str]:
    """Return items with the hunts that depend on the exercises among them."""
    return [*items, *(hunt_of(item) for item in items if item.startswith(EXERCISE_PREFIX))]


def opened_on(connection: sqlite3.Connection, item: str, known: Names) -> date | None:
    """Return the study day of the first pass in effect of a hunt's exercise, under all its names; None for another item, or without one."""
    if not item.startswith(HUNT_PREFIX) or known.now(exercise := exercise_of(item)) != exercise:
        return None
    found = connection.execute(_OF_NAMES, (as_parameter(known.all_of(exercise)),)).fetchall()
    return date.fromisoformat(min(found, key=lambda row: row[1])[2]) if found else None


def all_openings(connection: sqlite3.Connection, gone: str, known: Names) -> Mapping[str, date]:
    """Return the same of every hunt by item, from the log alone; `gone` are the ids of what is undone, as JSON."""
    first: dict[str, tuple[str, str]] = {}
    for item, id, day in connection.execute(_OF_ALL, (gone,)):
        hunt = hunt_of(known.now(item))
        first[hunt] = min(first.get(hunt, (id, day)), (id, day))
    return {hunt: date.fromisoformat(day) for hunt, (_, day) in sorted(first.items())}
