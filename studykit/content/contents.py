"""What one pack holds, between its reader, its cache and the library."""

from dataclasses import dataclass

from studykit.content.deck import Card
from studykit.content.exercise import Exercise


@dataclass(frozen=True)
class Topic:
    """A topic of the curriculum; `exercises` holds ids, in order."""

    slug: str
    title: str
    exercises: tuple[str, ...] = ()


@dataclass(frozen=True)
class Contents:
    """The parts of one pack, exercises in the order of its curriculum; ids may still repeat.

    `unread` names the decks whose YAML could not be read; `left_out` says what of personal decks is not among the cards, and why."""

    topics: tuple[Topic, ...] = ()
    exercises: tuple[Exercise, ...] = ()
    cards: tuple[Card, ...] = ()
    unread: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
