"""What a file of another program holds for us: cards and events that are sound, or a list of what is wrong with them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from studykit.authoring.slug import slug_of
from studykit.content.deck import Card
from studykit.content.read import card_of
from studykit.content.rules import DECK_NAME
from studykit.errors import StudykitError
from studykit.progress.events import Event

MOST_FAULTS = 20
ANKI = "anki:"  # begins a source that is a note of Anki


@dataclass(frozen=True, slots=True)
class Entry:
    """A card as a file has it: text and lists by key. `place` stands for it in messages, as `cards.csv:12` does."""

    place: str
    deck: str
    raw: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Parcel:
    """What a file holds: `entries` of cards, `events`, what was `left_out` of it and why, and the names of `media` that are not taken."""

    entries: tuple[Entry, ...] = ()
    events: tuple[Event, ...] = ()
    left_out: tuple[str, ...] = ()
    media: tuple[str, ...] = ()


def refuse(faults: list[str]) -> None:
    """StudykitError with the first faults, a line each, if there are any."""
    if faults:
        more = [f"and {len(faults) - MOST_FAULTS} more faults"] if len(faults) > MOST_FAULTS else []
        raise StudykitError("\n".join([*faults[:MOST_FAULTS], *more, "Nothing was imported."]))


def cards_of(entries: Iterable[Entry], folder: Path, known: Mapping[str, Card]) -> list[Card]:
    """The cards of the entries, as they would stand in `folder`. One without an id gets that of the known card with its source in Anki
    or its front, or a new one. StudykitError with a line for each fault; all or none."""
    entries = list(entries)
    ids = _Ids(entries, known)
    faults: list[str] = []
    cards: dict[str, Card] = {}
    places: dict[str, str] = {}
    for entry in entries:
        raw = {key: _trimmed(value) for key, value in entry.raw.items()}
        raw["id"] = raw.get("id") or ids.new(entry.deck, raw)
        own = _faults_before(entry.deck, raw)
        card = card_of(raw, folder / f"{entry.deck}.yaml", 0, own)
        if card.id in places:
            own.append(f"id: '{card.id}' given twice (first at {places[card.id]})")
        faults += [f"{entry.place}: {fault}" for fault in own]
        places.setdefault(card.id, entry.place)
        cards[card.id] = card
    refuse(faults)
    return list(cards.values())


class _Ids:
    """Gives ids to cards that come without one: the same at each import of the same card."""

    def __init__(self, entries: Iterable[Entry], known: Mapping[str, Card]) -> None:
        self._known = known
        self._taken = {f"{entry.deck}/{entry.raw['id']}" for entry in entries if entry.raw.get("id")}
        self._same = {key: card.slug for card in known.values() for key in _keys(card.deck, card.front, card.back, card.source)}
        self._numbers: dict[str, int] = {}

    def new(self, deck: str, raw: Mapping[str, Any]) -> str:
        front = str(raw.get("front", ""))
        for key in _keys(deck, front, str(raw.get("back", "")), raw.get("source") or ()):
            if (slug := self._same.get(key)) and f"{deck}/{slug}" not in self._taken:
                return self._took(deck, slug)
        first = slug_of(front)
        for number in count(self._numbers.get(f"{deck}/{first}", 1)):
            free = first if number == 1 else f"{first}-{number}"
            if f"{deck}/{free}" not in self._taken and f"{deck}/{free}" not in self._known:
                break
        self._numbers[f"{deck}/{first}"] = number + 1
        return self._took(deck, free)

    def _took(self, deck: str, slug: str) -> str:
        self._taken.add(f"{deck}/{slug}")
        return slug


def _keys(deck: str, front: str, back: str, source: Iterable[str]) -> list[tuple[str, ...]]:
    """By what a card is known again, the surest first."""
    notes = [(deck, name) for name in source if name.startswith(ANKI)]
    return [*notes[:1], (deck, front, back), (deck, front, "", "")]


def _trimmed(value: Any) -> Any:
    # As a deck is read: blanks and line ends at the end of a text are layout.
    if isinstance(value, str):
        return value.rstrip()
    return [text.rstrip() if isinstance(text, str) else text for text in value] if isinstance(value, list) else value


def _faults_before(deck: str, raw: Mapping[str, Any]) -> list[str]:
    faults = [] if DECK_NAME.fullmatch(deck) else [f"deck: small letters, digits, hyphens and underscores wanted, found '{deck}'"]
    try:
        for value in raw.values():
            "".join(map(str, value if isinstance(value, list) else [value])).encode()
    except UnicodeEncodeError:
        faults.append("text: holds half a character (a lone surrogate), which no file can keep")
    return faults
