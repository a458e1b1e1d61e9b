"""Changes a deck's file as its author would by hand: comments and layout of all the rest stay as they are."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from studykit.authoring.write import as_yaml, held, values_of, write_whole
from studykit.content.deck import Card
from studykit.content.read import card_of
from studykit.content.source import read_text
from studykit.content.yamlfile import line_of, parse_yaml, plain, what
from studykit.errors import PackError, StudykitError


def add_cards(file: Path, cards: Sequence[Card]) -> None:
    """Puts cards at the end of a deck, which is made if it is not there: all of them, or StudykitError and nothing is changed."""
    try:
        with held(file.parent):
            write_whole(file, with_cards(file, cards))
    except OSError as error:
        raise _unwritable(file, error) from None


def move_card(file: Path, slug: str, card: Card) -> None:
    """Puts a card in the place of the one of this id, or at the end of another deck, which its `file` names; StudykitError, and nothing
    is changed, where that is not possible."""
    try:
        with held(file.parent):
            if card.file == file:
                write_whole(file, _with(file, (), {slug: card}))
                return
            without, grown = _with(file, (), {slug: None}), with_cards(card.file, [card])
            write_whole(card.file, grown)  # first: a card may for a moment be there twice, but never be lost
            write_whole(file, without)
    except OSError as error:
        raise _unwritable(file, error) from None


def with_cards(file: Path, added: Sequence[Card], updated: Sequence[Card] = ()) -> str:
    """The text of a deck with `added` at its end, and `updated` instead of the cards of their ids. It is read again before it is given:
    PackError where the file's layout does not allow that, or where it is no deck."""
    return _with(file, added, {card.slug: card for card in updated})


def _with(file: Path, added: Sequence[Card], changed: Mapping[str, Card | None]) -> str:
    """As `with_cards`; `changed` has what stands in the place of a card by the id that it has so far, None for nothing."""
    name = str(file)
    before = read_text(file, name) if file.exists() else ""
    is_crlf = file.exists() and b"\r\n" in file.read_bytes()
    _check_layout(parse_yaml(before, name), name)
    after = _appended(_replaced(before, changed, name), added, name)
    if not _reads_as(after, _meant(_cards(before, name), added, changed), name):
        raise PackError([f"{name}: its layout does not let cards be written there; put each on lines of its own. Nothing was changed"])
    return after.replace("\n", "\r\n") if is_crlf else after


def lines_of(file: Path) -> dict[str, int]:
    """The line of each id in a deck, sound or not; PackError where it is no YAML."""
    root = parse_yaml(read_text(file, str(file)), str(file)) if file.exists() else None
    nodes = root.value if isinstance(root, yaml.SequenceNode) else []
    return {str(_values(node, str(file)).get("id")): line_of(node) for node in nodes}


def sound_card(raw: Mapping[str, Any], file: Path, label: str) -> Card:
    """The card of plain text and lists by key; PackError with a line for each fault, each beginning with `label`."""
    faults: list[str] = []
    card = card_of(dict(raw), file, 0, faults)
    if faults:
        raise PackError([f"{label}: {fault}" for fault in faults])
    return card


def _check_layout(root: yaml.Node | None, name: str) -> None:
    if root is None:
        return
    if not isinstance(root, yaml.SequenceNode):
        raise PackError([f"{name}:{line_of(root)}: expected a list of cards, found {what(root)}; nothing was changed"])
    if root.flow_style and root.value:
        raise PackError([f"{name}:{line_of(root)}: written as [...]; begin each card with `- id:` on a line of its own"])


def _unwritable(file: Path, error: OSError) -> StudykitError:
    return StudykitError(f"{error.filename or file}: cannot be written ({error.strerror}); nothing was changed.")


def _replaced(text: str, changed: Mapping[str, Card | None], name: str) -> str:
    root = parse_yaml(text, name) if changed else None
    if not isinstance(root, yaml.SequenceNode):
        return text
    lines = text.split("\n")
    begins = [node.start_mark.line for node in root.value]
    margin = root.start_mark.column
    for node, begin, end in reversed(list(zip(root.value, begins, [*begins[1:], len(lines)], strict=True))):
        slug = str(_values(node, name).get("id"))
        if slug in changed:
            card, last = changed[slug], _last_line(lines, begin, end, margin)
            if card is None and last < end and not lines[last].strip():
                last += 1  # with the blank line that parted it from the next
            lines[begin:last] = _indented(as_yaml([card]), margin).rstrip("\n").split("\n") if card else []
    is_empty = len(changed) == len(root.value) and not any(changed.values())
    return _ended("\n".join(lines)) + "[]\n" if is_empty else "\n".join(lines)


def _last_line(lines: list[str], begin: int, end: int, margin: int) -> int:
    """Where a card's own lines end: blank lines and comments that stand before the next card belong to that."""
    between = re.compile(rf" {{0,{margin}}}#|\s*$")
    while end > begin + 1 and between.match(lines[end - 1]):
        end -= 1
    return end


def _appended(text: str, cards: Sequence[Card], name: str) -> str:
    if not cards:
        return text
    root = parse_yaml(text, name)
    if root is None:
        return _ended(text) + as_yaml(cards)
    if isinstance(root, yaml.SequenceNode) and root.flow_style:  # `[]`, an empty deck
        lines = text.split("\n")
        lines[root.start_mark.line] = ""
        return _ended("\n".join(lines)) + as_yaml(cards)
    return f"{_ended(text)}\n{_indented(as_yaml(cards), root.start_mark.column)}"


def _ended(text: str) -> str:
    return text if not text or text.endswith("\n") else f"{text}\n"


def _indented(text: str, margin: int) -> str:
    return "\n".join(" " * margin + line if line else line for line in text.split("\n"))


def _cards(text: str, name: str) -> list[dict[str, Any]]:
    root = parse_yaml(text, name)
    return [_values(node, name) for node in root.value] if isinstance(root, yaml.SequenceNode) else []


def _values(node: yaml.Node, name: str) -> dict[str, Any]:
    found = plain(node, [], name)
    return found if isinstance(found, dict) else {}


def _reads_as(text: str, cards: list[dict[str, Any]], name: str) -> bool:
    try:
        return _cards(text, name) == cards
    except PackError:
        return False


def _meant(before: list[dict[str, Any]], added: Sequence[Card], changed: Mapping[str, Card | None]) -> list[dict[str, Any]]:
    new = {slug: values_of(card) if card else None for slug, card in changed.items()}
    kept = (new.get(str(values.get("id")), values) for values in before)
    return [values for values in kept if values is not None] + [values_of(card) for card in added]
