"""Anki's collection, in either of its two schemas: note types, cards with their notes, and what happened to them."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from studykit.exchange import protobuf

SEPARATOR = "\x1f"
CLOZE = 1  # Anki's number for a kind of note type
_CARDS = """
SELECT c.id, n.guid, n.mid, n.tags, n.flds, c.ord, CASE WHEN c.odid != 0 THEN c.odid ELSE c.did END,
       c.mod, c.type, c.queue, CASE WHEN c.odid != 0 THEN c.odue ELSE c.due END, c.ivl
FROM cards c LEFT JOIN notes n ON n.id = c.nid ORDER BY n.id, c.ord, c.id
"""


@dataclass(frozen=True, slots=True)
class Template:
    """Two sides of a card in Anki's HTML with `{{Field}}`s."""

    name: str
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Notetype:
    """What notes of a kind have: the names of their fields, and a template for each card; a cloze has one for all."""

    name: str
    is_cloze: bool
    fields: tuple[str, ...]
    templates: Mapping[int, Template]


@dataclass(frozen=True, slots=True)
class Note:
    """A note as Anki keeps it: fields in HTML."""

    guid: str
    notetype: Notetype
    fields: tuple[str, ...]
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnkiCard:
    """A card of a note, None where Anki has lost it; `number` counts its templates or gaps from 0; the rest as in Anki's table."""

    id: int
    note: Note | None
    number: int
    deck: str
    mod: int
    type: int
    queue: int
    due: int
    ivl: int


@dataclass(frozen=True, slots=True)
class Answered:
    """One line of Anki's review log."""

    id: int  # UTC milliseconds
    ease: int  # 1 Again to 4 Easy; 0 where nobody answered
    factor: int
    milliseconds: int
    kind: int


def open_collection(connection: sqlite3.Connection) -> None:
    """Prepares a connection for the functions below."""
    connection.create_collation("unicase", lambda a, b: (a.lower() > b.lower()) - (a.lower() < b.lower()))
    connection.text_factory = lambda raw: raw.decode("utf-8", errors="replace")


def cards(connection: sqlite3.Connection) -> Iterator[AnkiCard]:
    """The cards, note by note in the order in which these were made."""
    notetypes, decks = _of_today(connection) if _is_new_schema(connection) else _of_before(connection)
    unknown = Notetype("", False, (), {})
    for id, guid, mid, tags, fields, number, deck, *rest in connection.execute(_CARDS):
        texts = tuple(str(fields).split(SEPARATOR))
        note = None if guid is None else Note(str(guid), notetypes.get(mid, unknown), texts, tuple(str(tags).split()))
        yield AnkiCard(id, note, number, decks.get(deck, "imported"), *rest)


def answered(connection: sqlite3.Connection) -> dict[int, list[Answered]]:
    """What happened to each card, by its id, in the order of time."""
    found: dict[int, list[Answered]] = defaultdict(list)
    for card, *rest in connection.execute("SELECT cid, id, ease, factor, time, type FROM revlog ORDER BY id"):
        found[card].append(Answered(*rest))
    return found


def first_day(connection: sqlite3.Connection) -> int:
    """When the day began from which the collection counts its days, in seconds since 1970."""
    (seconds,) = connection.execute("SELECT crt FROM col").fetchone()
    return int(seconds)


def _is_new_schema(connection: sqlite3.Connection) -> bool:
    return connection.execute("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'notetypes'").fetchone() is not None


def _of_today(connection: sqlite3.Connection) -> tuple[dict[int, Notetype], dict[int, str]]:
    decks = {id: name.replace(SEPARATOR, "::") for id, name in connection.execute("SELECT id, name FROM decks")}
    names: dict[int, list[str]] = defaultdict(list)
    templates: dict[int, dict[int, Template]] = defaultdict(dict)
    for notetype, name in connection.execute("SELECT ntid, name FROM fields ORDER BY ntid, ord"):
        names[notetype].append(name)
    for notetype, number, name, config in connection.execute("SELECT ntid, ord, name, config FROM templates"):
        sides = protobuf.fields(config)
        templates[notetype][number] = Template(name, _text(sides.get(1)), _text(sides.get(2)))
    return {
        id: Notetype(name, protobuf.fields(config).get(1) == CLOZE, tuple(names[id]), templates[id])
        for id, name, config in connection.execute("SELECT id, name, config FROM notetypes")
    }, decks


def _of_before(connection: sqlite3.Connection) -> tuple[dict[int, Notetype], dict[int, str]]:
    models, decks = (json.loads(text) for text in connection.execute("SELECT models, decks FROM col").fetchone())
    return {int(id): _notetype(model) for id, model in models.items()}, {int(id): deck["name"] for id, deck in decks.items()}


def _notetype(model: dict[str, object]) -> Notetype:
    fields, templates = (
        sorted(model[key], key=lambda one: one["ord"] or 0)  # type: ignore[call-overload]
        for key in ("flds", "tmpls")
    )
    return Notetype(
        str(model["name"]),
        model.get("type") == CLOZE,
        tuple(field["name"] for field in fields),
        {number: Template(one["name"], one["qfmt"], one["afmt"]) for number, one in enumerate(templates)},
    )


def _text(value: int | bytes | None) -> str:
    return value.decode(errors="replace") if isinstance(value, bytes) else ""
