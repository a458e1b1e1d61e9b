"""What a file of another program holds for us: cards and events that are sound, or a list of what is wrong with them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studykit.content.deck import Card
from studykit.content.read import card_of
from studykit.content.rules import DECK_NAME
from studykit.errors import StudykitError
from studykit.exchange.entry import Entry
from studykit.exchange.recognition import front_of, said, slugs_of
from studykit.progress.events import Event

MOST_FAULTS = 20


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A card or note of the file that becomes no card here, and why."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Parcel:
    """What a file holds: `entries` of cards, `events`, what was `left_out` of it, and the names of `media` that are not taken.

    `remarks` are sentences on how the file was read. `anki_cards` is the number of cards that Anki has of it, None for other files.
    """

    entries: tuple[Entry, ...] = ()
    events: tuple[Event, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    media: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    anki_cards: int | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """The `cards` that the entries of a file are, the entry of each, and sentences on those that are not as one would expect."""

    cards: tuple[Card, ...]
    entries: tuple[Entry, ...]
    remarks: tuple[str, ...]


def refuse(faults: list[str]) -> None:
    """StudykitError with the first faults, a line each, if there are any."""
    if faults:
        more = [f"and {len(faults) - MOST_FAULTS} more faults"] if len(faults) > MOST_FAULTS else []
        raise StudykitError("\n".join([*faults[:MOST_FAULTS], *more, "Nothing was imported."]))


def cards_of(entries: Iterable[Entry], folder: Path, known: Mapping[str, Card]) -> list[Card]:
    """The cards of `made`."""
    return list(made(entries, folder, known).cards)


def made(entries: Iterable[Entry], folder: Path, known: Mapping[str, Card]) -> Made:
    """The cards of the entries, as they would stand in `folder`. One without an id gets that of the known card that it is, or a new one;
    equal entries are one card. StudykitError with a line for each fault; all or none."""
    remarks: list[str] = []
    repeats: dict[str, list[str]] = defaultdict(list)
    entries = _different(entries, repeats, remarks)
    faults: list[str] = []
    cards: dict[str, Card] = {}
    places: dict[str, str] = {}
    for entry, slug in zip(entries, slugs_of(entries, known), strict=True):
        raw = {**entry.raw, "id": entry.raw.get("id") or slug}
        own = _faults_before(entry.deck, raw)
        card = card_of(raw, folder / f"{entry.deck}.yaml", 0, own)
        if card.id in places:
            own.append(f"id: '{card.id}' given twice (first at {places[card.id]})")
        faults += [f"{place}: {fault}" for place in (entry.place, *repeats[entry.place]) for fault in own]
        places.setdefault(card.id, entry.place)
        cards[card.id] = card
    refuse(faults)
    return Made(tuple(cards.values()), tuple(entries), tuple(remarks))


def _different(entries: Iterable[Entry], repeats: dict[str, list[str]], remarks: list[str]) -> list[Entry]:
    """The entries without those that say the same as an earlier one, whose places go to `repeats` by that one's."""
    found: dict[tuple[object, ...], Entry] = {}
    fronts: dict[tuple[str, ...], str] = {}
    for entry in entries:
        trimmed = Entry(entry.place, entry.deck, {key: _trimmed(value) for key, value in entry.raw.items()}, entry.past)
        key = (entry.deck, str(entry.raw.get("id") or ""), said(trimmed.raw))
        first = found.setdefault(key, trimmed)
        if first is not trimmed:
            repeats[first.place].append(entry.place)
            remarks.append(f"{entry.place}: the same card as {first.place}; it is taken once.")
            continue
        front = (entry.deck, front_of(trimmed.raw), str(trimmed.raw.get("code", "")))
        if (other := fronts.setdefault(front, entry.place)) != entry.place and not trimmed.raw.get("id"):
            remarks.append(
                f"{entry.place}: another answer to the front of {other}; both are cards now. Make the fronts differ, or drop one."
            )
    return list(found.values())


def _trimmed(value: Any) -> Any:
    # As a deck is read: blanks and line ends at the end of a text are layout.
    if isinstance(value, str):
        return value.rstrip()
    return [text.rstrip() if isinstance(text, str) else text for text in value] if isinstance(value, list) else value


def _faults_before(deck: str, raw: Mapping[str, Any]) -> list[str]:
    faults = [] if DECK_NAME.fullmatch(deck) else [f"deck: expected small letters, digits, hyphens and underscores, found '{deck}'"]
    try:
        for value in raw.values():
            "".join(map(str, value if isinstance(value, list) else [value])).encode()
    except UnicodeEncodeError:
        faults.append("text: holds half a character (a lone surrogate), which no file can keep")
    return faults
