"""Which card of ours an entry of a file is, so that importing twice changes nothing."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import count
from typing import Any

from studykit.authoring.slug import slug_of
from studykit.authoring.write import values_of
from studykit.content.deck import Card
from studykit.exchange.entry import Entry

ANKI = "anki:"  # begins a source that is a note of Anki
IDS = ("id", "aliases")
BY_DEFAULT = ("kind", "basic")
Raw = Mapping[str, Any]
Key = tuple[str, ...]


def slugs_of(entries: Sequence[Entry], known: Mapping[str, Card]) -> list[str]:
    """An id for each entry: its own; else that of the known card that says the same, or is of the same note of Anki, or has the same
    front, each known card once; else a new one."""
    slugs = [str(entry.raw.get("id") or "") for entry in entries]
    taken = {f"{entry.deck}/{slug}" for entry, slug in zip(entries, slugs, strict=True) if slug}
    decks = {entry.deck for entry in entries}
    candidates = [(card, values_of(card)) for card in known.values() if card.deck in decks]
    # The surest first, for all entries: a card that has changed must not get the id of one that has not.
    for keys in (_what_it_says, _notes, _notes_without_number, _front_and_answer, _front):
        index = _index(candidates, keys)
        for number, entry in enumerate(entries):
            if not slugs[number] and (found := _free(entry, keys, index, taken)):
                slugs[number] = found.slug
                taken.add(found.id)
    new = _New(taken, known)
    return [slug or new.slug(entry) for entry, slug in zip(entries, slugs, strict=True)]


def said(raw: Raw) -> Key:
    """What an entry or a card says, whatever its id; equal for equal cards."""
    return tuple(sorted(f"{key}={_text(value)}" for key, value in raw.items() if value and key not in IDS and (key, value) != BY_DEFAULT))


def front_of(raw: Raw) -> str:
    """The question, as it is compared."""
    return " ".join(str(raw.get("front", "")).split())


def _index(candidates: Iterable[tuple[Card, Raw]], keys: Callable[[Raw], list[Key]]) -> dict[tuple[str, Key], list[tuple[Card, Raw]]]:
    index: dict[tuple[str, Key], list[tuple[Card, Raw]]] = defaultdict(list)
    for card, values in candidates:
        for key in keys(values):
            index[card.deck, key].append((card, values))
    return index


def _free(
    entry: Entry, keys: Callable[[Raw], list[Key]], index: Mapping[tuple[str, Key], list[tuple[Card, Raw]]], taken: set[str]
) -> Card | None:
    for key in keys(entry.raw):
        for card, values in index.get((entry.deck, key), ()):
            if card.id not in taken and not _are_of_two_notes(entry.raw, values):
                return card
    return None


def _are_of_two_notes(one: Raw, other: Raw) -> bool:
    notes = _notes_without_number(one), _notes_without_number(other)
    return all(notes) and notes[0] != notes[1]


def _what_it_says(raw: Raw) -> list[Key]:
    return [said(raw)]


def _notes(raw: Raw) -> list[Key]:
    return [(name,) for name in _sources(raw)[:1]]


def _notes_without_number(raw: Raw) -> list[Key]:
    # A note that gets a second card has numbered ones from then on, each with the note after it; they begin with its first card.
    return [(name,) for name in _sources(raw)[-1:]]


def _front_and_answer(raw: Raw) -> list[Key]:
    return [(front_of(raw), _text(raw.get("answer") or ""), str(raw.get("back") or ""))]


def _front(raw: Raw) -> list[Key]:
    return [(front_of(raw),)]


def _sources(raw: Raw) -> list[str]:
    source = raw.get("source") or ()
    return [name for name in source if isinstance(name, str) and name.startswith(ANKI)] if isinstance(source, list | tuple) else []


def _text(value: Any) -> str:
    return repr([text.rstrip() if isinstance(text, str) else text for text in (value if isinstance(value, list | tuple) else [value])])


class _New:
    """Gives ids that no card has."""

    def __init__(self, taken: set[str], known: Mapping[str, Card]) -> None:
        self._taken = taken
        self._known = known
        self._numbers: dict[str, int] = {}

    def slug(self, entry: Entry) -> str:
        first = slug_of(str(entry.raw.get("front", "")))
        name = f"{entry.deck}/{first}"
        for number in count(self._numbers.get(name, 1)):
            free = first if number == 1 else f"{first}-{number}"
            if f"{entry.deck}/{free}" not in self._taken and f"{entry.deck}/{free}" not in self._known:
                break
        self._numbers[name] = number + 1
        self._taken.add(f"{entry.deck}/{free}")
        return free
