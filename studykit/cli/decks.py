"""Which decks there are: for Tab, and to tell a typing error from an empty deck."""

from collections.abc import Sequence

from studykit.content.nearest import nearest
from studykit.content.pack import Library
from studykit.errors import StudykitError, UnknownItem
from studykit.study.desk import Desk


def complete_deck(incomplete: str) -> list[str]:
    """Names of decks."""
    try:
        return [deck for deck in _decks(Desk().library) if deck.startswith(incomplete)]
    except StudykitError:
        return []  # a broken pack is told by commands, not in the middle of typing


def known_decks(library: Library, decks: Sequence[str]) -> tuple[str, ...]:
    """Return the decks given; one that is neither a deck nor a topic is UnknownItem, with the nearest names."""
    known = list(dict.fromkeys([*_decks(library), *(topic.slug for topic in library.topics)]))
    for deck in decks:
        if deck not in known:
            near = nearest(deck, known)
            hint = f"did you mean {' or '.join(near)}? " if near else ""
            raise UnknownItem(f"no deck '{deck}'; {hint}`studykit list --cards` shows all cards")
    return tuple(decks)


def _decks(library: Library) -> list[str]:
    return list(dict.fromkeys(card.deck for card in library.cards.values()))
