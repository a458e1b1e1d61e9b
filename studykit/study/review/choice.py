"""What a learner chose to review, by names of decks and tags that there are."""

from collections.abc import Sequence
from dataclasses import replace

from studykit.content.nearest import nearest
from studykit.errors import UnknownItem
from studykit.study.desk import Desk
from studykit.study.review.agenda import Scope, scope_of


def chosen_scope(here: Desk, decks: Sequence[str], tags: Sequence[str], new: int | None, search: str = "") -> Scope:
    """These decks and tags, or all, with at most `new` new cards, or as many as the settings say, that hold the text `search`. UnknownItem
    for a name or a text that no card has."""
    cards = here.library.cards.values()
    if search and not any(card.holds(search) for card in cards):
        raise UnknownItem(f"no card contains '{search}'; `studykit list --cards` shows all cards")
    return replace(
        scope_of(here.settings, new),
        decks=_known("deck", decks, [card.deck for card in cards]),
        tags=_known("tag", tags, [tag for card in cards for tag in card.tags]) if tags else frozenset(),
        search=search,
    )


def _known(noun: str, names: Sequence[str], known: Sequence[str]) -> frozenset[str]:
    for name in names:
        if name not in known:
            near = nearest(name, list(dict.fromkeys(known)))
            hint = f"did you mean {' or '.join(near)}? " if near else ""
            raise UnknownItem(f"no {noun} '{name}'; {hint}`studykit list --cards` shows all cards")
    return frozenset(names)
