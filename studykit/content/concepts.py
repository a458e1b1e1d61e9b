"""Which parts of a library teach the same concept, so that one card does not give another away, and a leech finds its exercise."""

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path

from studykit.content.deck import Card
from studykit.content.exercise import Exercise

# A source that more cards share is a chapter, not a concept: the cards of a whole deck may name the same book.
MOST_CARDS = 4


class Nearness(StrEnum):
    """How an exercise belongs to a card: it is about the card, it comes from the same source, or it is of the card's topic."""

    CARD = "card"
    SOURCE = "source"
    TOPIC = "topic"


def siblings(cards: Iterable[Card]) -> dict[str, frozenset[str]]:
    """The items of the same concept for each item that has any: cards of one pack that share an id in `source`, at most 4 an id."""
    folders: dict[Path, str] = {}  # the cards of a deck share its path, and making another one for each would be most of the work
    of_source: dict[tuple[str, str], list[str]] = {}
    for card in cards:
        if card.source and card.file not in folders:
            folders[card.file] = str(card.file.parent)
        for source in card.source:
            of_source.setdefault((folders[card.file], source), []).append(card.item)
    found: dict[str, frozenset[str]] = {}
    for items in of_source.values():
        if 1 < len(items) <= MOST_CARDS:
            for item in items:
                found[item] = found.get(item, frozenset()).union(items) - {item}
    return found


def exercises_on(card: Card, exercises: Iterable[Exercise]) -> tuple[Nearness, list[Exercise]]:
    """The exercises nearest to a card, in the given order: those that list it or whose suite marks it, else those of a source of it,
    else those of its topic; an empty list if there are none."""
    given = list(exercises)
    pack = card.file.parents[1]
    if found := [exercise for exercise in given if card.id in exercise.cards] or list(_marked(card, given)):
        return Nearness.CARD, found
    if found := [exercise for exercise in given if exercise.pack == pack and not set(exercise.source).isdisjoint(card.source)]:
        return Nearness.SOURCE, found
    return Nearness.TOPIC, [exercise for exercise in given if exercise.topic == card.deck]


def _marked(card: Card, exercises: Iterable[Exercise]) -> Iterator[Exercise]:
    marker = re.compile(rf"mark\.concept\([^)]*[\"']{re.escape(card.id)}[\"']")
    for exercise in exercises:
        try:
            text = exercise.suite.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            continue  # `studykit check` says what is wrong with it
        if marker.search(text):
            yield exercise
