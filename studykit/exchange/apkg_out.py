"""Cards as a package that Anki imports; importing a later one updates the notes, because their ids follow ours."""

import sqlite3
import time
import zipfile
from collections.abc import Iterable
from contextlib import closing
from hashlib import sha256
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from studykit.content.deck import Card, CardKind
from studykit.content.markdown import html
from studykit.errors import StudykitError
from studykit.exchange.collection import SEPARATOR
from studykit.exchange.markup import cloze_html, code_html
from studykit.exchange.own_note import FIELDS, data_field, tags_of
from studykit.installing import install_command

try:
    import genanki
except ImportError as error:
    raise StudykitError(f"Anki's format needs more packages: run `{install_command('anki')}`. Nothing was changed.") from error

CSS = """\
.card { font-family: system-ui, sans-serif; font-size: 20px; line-height: 1.4; text-align: left; max-width: 42em; margin: 0 auto;
  padding: 1em; }
code, pre { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: 0.9em; }
pre { overflow-x: auto; padding: 0.6em; background: rgba(128, 128, 128, 0.15); border-radius: 4px; white-space: pre; }
.cloze { font-weight: bold; }
.id { margin-top: 2em; font-size: 12px; opacity: 0.5; }
"""
BACK = '{{FrontSide}}<hr id="answer">{{Back}}<div class="id">{{Id}}</div>'
TOP_DECK = "studykit"
VISIBLE_SEPARATOR = "\u241f"  # stands for the character that Anki puts between fields


def write_apkg(file: Path, cards: Iterable[Card]) -> int:
    """Writes the cards, each deck as one below `studykit`. Returns the number of cards."""
    models = {"basic": _model("basic", "{{Front}}"), "typed": _model("typed", "{{Front}}<br>{{type:Answer}}"), "cloze": _cloze_model()}
    decks: dict[str, Any] = {}
    number = 0
    for card in cards:
        name = f"{TOP_DECK}::{card.deck}"
        deck = decks.setdefault(name, genanki.Deck(_number(f"deck {name}"), name))
        deck.add_note(_note(card, models))
        number += 1
    _write(genanki.Package(list(decks.values())), file)
    return number


def _write(package: Any, file: Path) -> None:
    # Not by `write_to_file`, which leaves the database behind in the folder for temporary files.
    now = time.time()
    with TemporaryDirectory() as folder:
        database = Path(folder) / "collection.anki2"
        with closing(sqlite3.connect(database)) as connection:
            package.write_to_db(connection.cursor(), now, count(int(now * 1000)))
            connection.commit()
        with zipfile.ZipFile(file, "w") as out:
            out.write(database, database.name)
            out.writestr("media", "{}")


def note_guid(card: Card) -> str:
    """The id by which Anki knows a note again: it depends on the card's id alone."""
    return str(genanki.guid_for("studykit", card.id))


def _note(card: Card, models: dict[str, Any]) -> Any:
    front, answer, back = (side.replace(SEPARATOR, VISIBLE_SEPARATOR) for side in _sides(card))
    model = models["cloze" if card.kind is CardKind.CLOZE else "typed" if card.kind is CardKind.TYPED else "basic"]
    sides = [front, answer, back]
    fields = [*sides, card.id, data_field(card, sides)]
    return genanki.Note(model=model, fields=fields, guid=note_guid(card), tags=tags_of(card.tags))


def _sides(card: Card) -> tuple[str, str, str]:
    """Front, what is to be typed, and back, in HTML."""
    front = cloze_html(card) if card.kind is CardKind.CLOZE else html(card.front) + code_html(card.code)
    remark = html(card.back)
    match card.kind:
        case CardKind.TYPED:
            others = f"<p>{_codes(card.answer[1:])}</p>" if len(card.answer) > 1 else ""
            return front, _plain(card.answer[0]), others + remark
        case CardKind.CHOICE:
            return front + _options(card), "", html(card.answer[0]) + remark
        case CardKind.PREDICT:
            return front, "", code_html(card.prints, "plain") + remark
    return front, "", remark


def _options(card: Card) -> str:
    # In an order that tells nothing and stays: Anki has no way to shuffle the options of a note.
    texts = sorted((*card.answer, *card.choices), key=lambda text: sha256(f"{card.id} {text}".encode()).digest())
    return f'<ol type="a">{"".join(f"<li>{html(text)}</li>" for text in texts)}</ol>'


def _plain(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _codes(texts: Iterable[str]) -> str:
    return "or " + ", ".join(f"<code>{_plain(text)}</code>" for text in texts)


def _model(name: str, question: str) -> Any:
    fields = [{"name": field} for field in FIELDS]
    templates = [{"name": "Card 1", "qfmt": question, "afmt": BACK}]
    return genanki.Model(_number(f"model {name}"), f"studykit {name}", fields=fields, templates=templates, css=CSS)


def _cloze_model() -> Any:
    fields = [{"name": field} for field in ("Text", *FIELDS[1:])]
    answer = '{{cloze:Text}}<hr id="answer">{{Back}}<div class="id">{{Id}}</div>'
    templates = [{"name": "Cloze", "qfmt": "{{cloze:Text}}", "afmt": answer}]
    return genanki.Model(
        _number("model cloze"), "studykit cloze", fields=fields, templates=templates, css=CSS, model_type=genanki.Model.CLOZE
    )


def _number(name: str) -> int:
    """A number for a name, the same at each export; Anki wants them to fit into 53 bits."""
    return int.from_bytes(sha256(f"studykit {name}".encode()).digest()[:6], "big") | 1 << 40
