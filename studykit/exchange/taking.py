"""Cards from elsewhere join the personal decks: what already exists stays, unless it is to be replaced."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from studykit.authoring.deckfile import with_cards
from studykit.authoring.write import held, values_of, write_whole
from studykit.content.deck import Card
from studykit.errors import StudykitError


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of the cards: new ones, those here already, those replaced, and those that differ and stay as they were."""

    added: tuple[Card, ...]
    same: tuple[Card, ...]
    updated: tuple[Card, ...]
    kept: tuple[Card, ...]


def sort_out(cards: Iterable[Card], known: Mapping[str, Card], decks: Path, update: bool) -> Taken:
    """What would become of the cards beside the known ones; `update` replaces those of the personal decks, in the folder `decks`."""
    found: dict[str, list[Card]] = {"added": [], "same": [], "updated": [], "kept": []}
    for card in cards:
        mine = known.get(card.id)
        if mine is None:
            found["added"].append(card)
            continue
        # Ids that a card had stay its own, whatever a file knows of them: its history is under them.
        card = replace(card, aliases=tuple(dict.fromkeys((*mine.aliases, *card.aliases))))
        if values_of(mine) == values_of(card):
            found["same"].append(card)
        else:
            found["updated" if update and mine.file.parent.resolve() == decks.resolve() else "kept"].append(card)
    return Taken(**{name: tuple(group) for name, group in found.items()})


def write(taken: Taken) -> None:
    """Writes the new and the replaced cards to their decks. Every deck's new text is checked before the first is written."""
    decks = dict.fromkeys(card.file for card in (*taken.added, *taken.updated))
    try:
        for folder in dict.fromkeys(deck.parent for deck in decks):  # one: that of the personal decks
            with held(folder):
                texts = {deck: with_cards(deck, _of(deck, taken.added), _of(deck, taken.updated)) for deck in decks}
                for deck, text in texts.items():
                    write_whole(deck, text)
    except OSError as error:
        where = error.filename or next(iter(decks))
        raise StudykitError(f"{where}: cannot be written ({error.strerror}). Make room or allow writing, and import again.") from None


def _of(deck: Path, cards: Iterable[Card]) -> list[Card]:
    return [card for card in cards if card.file == deck]
