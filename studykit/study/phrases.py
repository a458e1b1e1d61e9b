"""Counts, names and days as they stand in a sentence."""

from collections.abc import Sequence
from datetime import date

MOST_NAMES = 10


def days(count: int) -> str:
    """`1 day`, `6 days`."""
    return "1 day" if count == 1 else f"{count} days"


def events(count: int) -> str:
    """`1 event`, `6 events`."""
    return "1 event" if count == 1 else f"{count} events"


def counted(number: int, noun: str) -> str:
    """`1 card`, `6 cards`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def named(names: Sequence[str]) -> str:
    """Return the first names of a list, and how many more there are."""
    more = f", and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
    return f"{', '.join(names[:MOST_NAMES])}{more}"


def read_on(pages: Sequence[str]) -> str:
    """The pages where one can read on, in one line; nothing if there are none."""
    return f"Read on: {' '.join(pages)}" if pages else ""


def when(due: date, today: date) -> str:
    """`today`, `tomorrow`, `in 6 days (2026-11-27)`, `3 days ago`."""
    distance = (due - today).days
    if distance == 0:
        return "today"
    if distance == 1:
        return "tomorrow"
    return f"in {distance} days ({due})" if distance > 0 else f"{days(-distance)} ago"
