"""A note that was exported from here: the card that it is, unless it was edited in Anki."""

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from hashlib import sha256
from html import unescape
from typing import Any

from studykit.authoring.write import values_of
from studykit.content.deck import Card
from studykit.content.rules import DECK_NAME, KEBAB_CASE
from studykit.exchange.collection import Note
from studykit.exchange.from_html import markdown
from studykit.exchange.gaps import BEGIN, END, with_gaps
from studykit.exchange.markup import CODE_BEGIN, CODE_END

FIELDS = ("Front", "Answer", "Back", "Id", "Data")
OWN_NOTETYPE = re.compile(r"studykit (basic|typed|cloze)\b.*")
ANKIS_TAGS = frozenset({"leech", "marked"})  # Anki sets them by itself, or as we set a flag


def data_field(card: Card, sides: Sequence[str]) -> str:
    """The card as JSON that Anki's editor leaves as it is, with a mark of the sides that were made of it."""
    text = json.dumps({"card": values_of(card), "sides": _mark(sides)})
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def tags_of(texts: Iterable[str]) -> list[str]:
    """Tags as Anki can keep them, without blanks."""
    return ["-".join(tag.split()) for tag in texts]


def own_card(note: Note) -> tuple[str, dict[str, Any]] | None:
    """Deck and card of a note that was exported from here; None for any other."""
    kind = OWN_NOTETYPE.fullmatch(note.notetype.name)
    fields = list(note.fields)
    if not kind or len(fields) not in (len(FIELDS) - 1, len(FIELDS)):
        return None
    deck, _, slug = fields[3].strip().partition("/")
    if not DECK_NAME.fullmatch(deck) or not KEBAB_CASE.fullmatch(slug):
        return None
    data = _data(fields[4]) if len(fields) == len(FIELDS) else {}
    exported: dict[str, Any] = data.get("card", {})
    tags = [tag for tag in note.tags if tag not in ANKIS_TAGS]
    if sorted(tags_of(exported.get("tags", ()))) == sorted(tags):
        tags = exported.get("tags", [])
    card: dict[str, Any] = {**exported, "id": slug}
    if data.get("sides") != _mark(fields[:3]):
        card = _edited(kind[1], fields, card)
    return deck, {**card, "tags": tags}


def _edited(kind: str, fields: list[str], card: dict[str, Any]) -> dict[str, Any]:
    """The card as its fields in Anki say it, with what these do not show: proof and source."""
    kept: dict[str, Any] = {key: card[key] for key in ("id", "source", "see", "proof", "no_proof") if key in card}
    front, code = _parted(fields[0])
    found: dict[str, Any] = {
        **kept,
        "code": code,
        "front": _gaps(front) if kind == "cloze" else markdown(front),
        "back": markdown(fields[2]),
    }
    if kind == "typed":
        return {**found, "kind": kind, "answer": markdown(fields[1], escape=False)}
    return {**found, "kind": kind}


def _gaps(front: str) -> str:
    return markdown(with_gaps(front, 1)).replace(BEGIN, "{{").replace(END, "}}")


def _parted(front: str) -> tuple[str, str]:
    """A front without the code at its end, and that code."""
    text, begin, code = front.rpartition(CODE_BEGIN)
    return (text, unescape(code.removesuffix(CODE_END))) if begin and code.endswith(CODE_END) else (front, "")


def _data(field: str) -> dict[str, Any]:
    try:
        found = json.loads(field)
    except ValueError:
        return {}
    return found if isinstance(found, dict) and isinstance(found.get("card"), dict) else {}


def _mark(sides: Sequence[str]) -> str:
    # Anki composes letters and accents as it saves a note.
    return sha256(unicodedata.normalize("NFC", "\x1f".join(sides)).encode(errors="replace")).hexdigest()[:16]
