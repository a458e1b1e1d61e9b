"""How a new card comes about: from options, from answers to questions, or from an editor."""

import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import typer

from studykit.authoring.deckfile import add_cards, lines_of, sound_card
from studykit.authoring.slug import slug_of
from studykit.authoring.write import entry, write_whole
from studykit.cli.terminal.editor import edit
from studykit.content.deck import Card, CardKind
from studykit.content.rules import DECK_NAME
from studykit.content.yamlfile import line_of, parse_yaml, plain
from studykit.errors import PackError, StudykitError
from studykit.study.desk import Desk

NO_FRONT = "A card needs a front: give --front, or --edit to write it in your editor."
DRAFT = """\
# A card for the deck {deck}. Save and close; lines with # are not kept. Close it unchanged, and nothing is added.
# Kinds: basic (front, back), cloze (front with {{{{gaps}}}}), typed (answer), choice (answer, choices), predict (code, prints).
"""


def by_answers(here: Desk, deck: str, given: Mapping[str, Any]) -> Card:
    """Add the card of the options, asking for what it lacks where somebody is there to answer."""
    file = _deck_file(here, deck)
    values = dict(given)
    if sys.stdin.isatty() and (not values["front"] or _is_lacking(values)):
        _ask(values)
    if not values["front"]:
        raise StudykitError(NO_FRONT)
    return _add(here, file, [values], [f"the new card of '{deck}'"])[0]


def by_editor(here: Desk, deck: str, given: Mapping[str, Any]) -> list[Card]:
    """Add the cards that are left in a draft when the editor is closed. A draft with a fault is kept, and adds nothing."""
    file = _deck_file(here, deck)
    draft = file.with_name(f".{deck}.draft.yaml")
    template = DRAFT.format(deck=deck) + _template(given)
    if not draft.exists():  # one with a fault waits for another try
        try:
            write_whole(draft, template)
        except OSError as error:
            raise StudykitError(f"{draft}: cannot be written ({error.strerror}).") from None
    while True:
        edit(draft)
        text = draft.read_text(encoding="utf-8", errors="replace")
        if text == template:
            draft.unlink()
            raise StudykitError("The draft was closed unchanged, so nothing was added.")
        try:
            added = _from_draft(here, file, draft, text)
            break
        except PackError as error:
            fault = f"{error}\nNothing was added; the draft is kept, and `studykit new card {deck} --edit` opens it again."
            if not sys.stdin.isatty() or not typer.confirm(f"{error}\nOpen the editor again?", default=True, err=True):
                raise StudykitError(fault) from None
    draft.unlink()
    return added


def _from_draft(here: Desk, file: Path, draft: Path, text: str) -> list[Card]:
    root = parse_yaml(text, str(draft))
    faults: list[str] = []
    nodes = root.value if root is not None and isinstance(root.value, list) else []
    raws = [plain(node, faults, str(draft)) for node in nodes]
    faults += [
        f"{draft}:{line_of(node)}: expected a card, `- front: …`"
        for node, raw in zip(nodes, raws, strict=True)
        if not isinstance(raw, dict)
    ]
    if faults or not raws:
        raise PackError(faults or [f"{draft}: no card in it; a card begins with `- `"])
    return _add(here, file, raws, [f"{draft}:{line_of(node)}" for node in nodes])


def _add(here: Desk, file: Path, raws: list[dict[str, Any]], labels: list[str]) -> list[Card]:
    taken = {card.slug for card in here.library.cards.values() if card.deck == file.stem}
    taken |= set(lines_of(file))
    taken |= {item.rpartition("/")[2] for item in here.library.former if item.startswith(f"card:{file.stem}/")}
    cards: list[Card] = []
    for raw, label in zip(raws, labels, strict=True):
        values = {key: value for key, value in raw.items() if value}
        values.setdefault("id", slug_of(str(values.get("front", "")), taken))
        card = sound_card(values, file, label)
        if card.slug in taken:
            raise PackError([f"{label}: id: the deck '{file.stem}' has a card '{card.slug}' already, or had one; give another --id"])
        taken.add(card.slug)
        cards.append(card)
    add_cards(file, cards)
    lines = lines_of(file)
    return [replace(card, line=lines[card.slug]) for card in cards]


def _deck_file(here: Desk, deck: str) -> Path:
    if not DECK_NAME.fullmatch(deck):
        raise StudykitError(f"'{deck}': a deck's name must be small letters, digits, hyphens and underscores.")
    return here.home / "cards" / f"{deck}.yaml"


def _is_lacking(values: Mapping[str, Any]) -> bool:
    needs = {CardKind.BASIC: "back", CardKind.TYPED: "answer", CardKind.CHOICE: "choices", CardKind.PREDICT: "prints"}
    key = needs.get(CardKind(values["kind"]))
    return key is not None and not values[key]


def _ask(values: dict[str, Any]) -> None:
    kind = CardKind(values["kind"])
    values["front"] = values["front"] or typer.prompt("Front", err=True)
    if kind is CardKind.PREDICT:
        values["code"] = values["code"] or typer.prompt("Code (one line; --edit for more)", err=True)
        values["prints"] = values["prints"] or typer.prompt("It prints", err=True)
    if kind in (CardKind.TYPED, CardKind.CHOICE):
        values["answer"] = values["answer"] or [typer.prompt("Right answer", err=True)]
    if kind is CardKind.CHOICE:
        values["choices"] = values["choices"] or [typer.prompt("A wrong one", err=True), typer.prompt("Another wrong one", err=True)]
    if not values["back"] and kind is CardKind.BASIC:
        values["back"] = typer.prompt("Back", err=True)
    elif not values["back"]:
        values["back"] = typer.prompt("A remark (Enter for none)", default="", show_default=False, err=True)


def _template(given: Mapping[str, Any]) -> str:
    return entry({key: value for key, value in given.items() if value or key in ("front", "back")})
