"""Notes of an Anki package as cards of ours: front and back, or a cloze, in Markdown. Media are named and not taken."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from studykit.authoring.slug import deck_name_of
from studykit.content.rules import DECK_NAME, KEBAB_CASE
from studykit.errors import StudykitError
from studykit.exchange.collection import Note, notes, unpack
from studykit.exchange.from_html import MEDIA, cloze_numbers, cloze_text, markdown
from studykit.exchange.markup import CODE_BEGIN, CODE_END
from studykit.exchange.parcel import ANKI, Entry, Parcel

OWN_NOTETYPE = re.compile(r"studykit (basic|typed|cloze)\b.*")
LONGEST_TITLE = 40


def read_apkg(file: Path) -> Parcel:
    """The notes of a package, old or new format. StudykitError if it is none, or if a part of it is damaged."""
    entries: list[Entry] = []
    left_out: list[str] = []
    media: dict[str, None] = {}
    with TemporaryDirectory() as folder:
        collection = unpack(file, Path(folder))
        try:
            with closing(sqlite3.connect(f"file:{collection}?mode=ro", uri=True)) as connection:
                for note in notes(connection):
                    media.update(dict.fromkeys(name or sound for name, sound in MEDIA.findall("\x1f".join(note.fields))))
                    found = list(_entries(file, note))
                    entries += found
                    if not found:
                        left_out.append(f"note {note.guid} ({_title(note)}: no question, or no answer)")
        except (sqlite3.Error, ValueError, TypeError, KeyError, AttributeError) as error:
            raise StudykitError(f"{file}: its collection is damaged ({error}). Export it from Anki again. Nothing was imported.") from None
    return Parcel(tuple(entries), left_out=tuple(left_out), media=tuple(media))


def _entries(file: Path, note: Note) -> Iterator[Entry]:
    fields, own = list(note.fields), {}
    if OWN_NOTETYPE.fullmatch(note.notetype) and len(fields) == 4:
        own = _own(fields)
    place, deck = f"{file}: note {note.guid}", own.pop("deck", deck_name_of(note.deck))
    raw = {"tags": list(note.tags), **own}
    rest = "\n\n".join(text for field in fields[1:] if (text := markdown(field)))
    numbers = cloze_numbers(fields[0])
    for number in numbers:
        # What the cards of a note share makes them one concept, of which a day asks one.
        sources = [f"{ANKI}{note.guid}#{number}", f"{ANKI}{note.guid}"] if len(numbers) > 1 else [f"{ANKI}{note.guid}"]
        yield Entry(place, deck, {**raw, "kind": "cloze", "front": cloze_text(fields[0], number), "back": rest, "source": sources})
    front = "" if numbers else markdown(fields[0])
    if front and rest:
        sides = {"front": front, "back": rest}
        if "typed" in note.notetype and own:
            sides = {"kind": "typed", "front": front, "answer": markdown(fields[1], escape=False), "back": markdown(fields[2])}
        yield Entry(place, deck, {**raw, **sides, "source": [f"{ANKI}{note.guid}"]})


def _own(fields: list[str]) -> dict[str, Any]:
    """Deck, id and code of a note that was exported from here; they are taken out of its fields."""
    deck, _, slug = fields.pop().strip().partition("/")
    if not DECK_NAME.fullmatch(deck) or not KEBAB_CASE.fullmatch(slug):
        return {}
    fields[0], begin, code = fields[0].rpartition(CODE_BEGIN)
    if not begin or not code.endswith(CODE_END):
        fields[0], code = fields[0] + begin + code, ""
    return {"deck": deck, "id": slug, "code": unescape(code.removesuffix(CODE_END))}


def _title(note: Note) -> str:
    text = " ".join(markdown(note.fields[0]).split()) if note.fields else ""
    return repr(text if len(text) <= LONGEST_TITLE else f"{text[:LONGEST_TITLE]}…")
