"""Gives a card of the learner's own decks another id: what it was called stays among its aliases, and so its history stays its own."""

from dataclasses import replace
from pathlib import Path

from studykit.authoring.deckfile import move_card
from studykit.content.deck import Card
from studykit.content.pack import Library
from studykit.content.rules import DECK_NAME, KEBAB_CASE
from studykit.errors import StudykitError


def rename(library: Library, decks: Path, old: str, new: str) -> Card:
    """Rename a card of the folder `decks`, or move it to another deck there. `old` is its id, or one that no card has any more, where the
    card was renamed by hand to `new` already. UnknownItem if there is no such card, StudykitError if the new id cannot be taken."""
    old, new = old.removeprefix("card:"), new.removeprefix("card:")
    if old.startswith("exercise:") or (old not in library.cards and old in library.exercises):
        id = old.removeprefix("exercise:")
        raise StudykitError(f"'{id}' is an exercise. Its author renames its folder, and adds `aliases: [{id}]` to its exercise.yaml.")
    renamed = library.cards.get(new)
    if renamed and old not in library.cards and "/" in old:
        return _claim(library, _own(renamed, decks), old)
    return _move(library, _own(library.card(old), decks), new, decks)


def _claim(library: Library, card: Card, old: str) -> Card:
    if old in card.aliases:
        return card
    if owner := library.former.get(f"card:{old}"):
        raise StudykitError(f"'{old}' is a former id of {owner}; take it out of the aliases there first.")
    return _written(card, replace(card, aliases=(*card.aliases, old)))


def _move(library: Library, card: Card, new: str, decks: Path) -> Card:
    deck, _, slug = new.rpartition("/")
    deck = deck or card.deck
    if not DECK_NAME.fullmatch(deck) or not KEBAB_CASE.fullmatch(slug):
        raise StudykitError(f"'{new}': expected deck/slug in small letters, digits and hyphens, as in {card.deck}/new-name.")
    id = f"{deck}/{slug}"
    if id in library.cards:
        raise StudykitError(f"'{id}' already exists ({library.cards[id].file}); choose another id. Nothing was changed.")
    if library.former.get(f"card:{id}", card.item) != card.item:
        raise StudykitError(f"'{id}' is a former id of {library.former[f'card:{id}']}; choose another. Nothing was changed.")
    aliases = (*(alias for alias in card.aliases if alias != id), card.id)
    return _written(card, replace(card, deck=deck, slug=slug, file=decks / f"{deck}.yaml", aliases=aliases))


def _written(before: Card, after: Card) -> Card:
    move_card(before.file, before.slug, after)
    return after


def _own(card: Card, decks: Path) -> Card:
    if card.file.parent.resolve() != decks.resolve():
        raise StudykitError(
            f"'{card.id}' belongs to a pack ({card.file}). Its author renames it there, and adds `aliases: [{card.id}]` to the card."
        )
    return card
