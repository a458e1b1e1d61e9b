"""Cards or history as CSV (RFC 4180, UTF-8), for spreadsheets and scripts; and whatever text with columns people have."""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO

from studykit.authoring.slug import deck_name_of
from studykit.content.deck import Card
from studykit.content.nearest import did_you_mean
from studykit.content.read import CARD_KEYS
from studykit.errors import StudykitError
from studykit.exchange.entry import Entry
from studykit.exchange.history import COLUMNS, event_of
from studykit.exchange.layout import Layout, Row, layout_of
from studykit.exchange.parcel import Parcel, refuse
from studykit.progress.events import Event

CARD_COLUMNS = ("deck", *CARD_KEYS)
LISTS = ("choices", "answer", "tags", "source", "see", "aliases")
WITH_COMMAS = ("tags", "source", "see", "aliases")
# What others call the two sides.
PAIRS = (("question", "answer"), ("term", "definition"))
LINE_BREAK = re.compile(r"<br\s*/?>(?:\r?\n)?", re.IGNORECASE)
CODE = re.compile(r"(`+.*?`+)", re.DOTALL)


def write_cards(out: TextIO, cards: Iterable[Card]) -> int:
    """Writes a header and one row a card; lists are JSON where they are not plain. Returns the number of cards."""
    table = csv.writer(out)
    table.writerow(CARD_COLUMNS)
    return sum(bool(table.writerow(_cells(card))) for card in cards)


def write_history(out: TextIO, rows: Iterable[Sequence[str]]) -> int:
    """Writes a header and one row an event. Returns the number of events."""
    table = csv.writer(out)
    table.writerow(COLUMNS)
    return sum(bool(table.writerow(row)) for row in rows)


def read_csv(file: Path, text: str) -> Parcel:
    """The cards or events of a text with columns; its header, or Anki's lines at its top, say which. StudykitError names each faulty
    line, and the header to write where that is what is missing."""
    if not text.strip():
        raise StudykitError(f"{file}: is empty. Nothing was imported.")
    layout = layout_of(file, text, {*CARD_COLUMNS, *COLUMNS, *(name for pair in PAIRS for name in pair)})
    if layout.anki:
        from studykit.exchange.anki_text import read_notes  # start-up time: only Anki's files need it

        return read_notes(file, layout)
    header, is_first_row = _header(file, layout)
    if {"id", "kind", "at"} <= set(header):
        return Parcel(events=tuple(_events(file, header, layout.rows)))
    deck = deck_name_of(file.stem)
    entries = tuple(_entry(file, line, row, deck, "id" in header) for line, row in _named(file, header, layout.rows, is_first_row))
    remarks = [f"{file} names no columns in its first line, so the two are front and back."] if is_first_row else []
    return Parcel(entries=entries, remarks=tuple(remarks))


def texts_of_tags(cell: str) -> list[str]:
    """Tags with commas between them, or else with blanks."""
    return [text for part in (cell.split(",") if "," in cell else cell.split()) if (text := part.strip())]


def _header(file: Path, layout: Layout) -> tuple[list[str], bool]:
    """The names of the columns, and whether the first row is a card already, for two columns need no header."""
    line, cells = layout.rows[0] if layout.rows else (1, [])
    names = [name.strip().lower() for name in cells]
    for front, back in PAIRS:
        if {front, back} <= set(names) and not {"front", "back"} & set(names):
            # With a kind, `answer` is our own column.
            ours = {front: "front"} if "kind" in names and back in CARD_COLUMNS else {front: "front", back: "back"}
            names = [ours.get(name, name) for name in names]
    if "front" in names or {"id", "kind", "at"} <= set(names):
        refuse([f"{file}:{line}: column '{name}' given twice" for name in dict.fromkeys(names) if name and names.count(name) > 1])
        return names, False
    if len(cells) == 2 and not _are_meant_as_header(names):
        return ["front", "back"], True
    raise StudykitError(
        f"{file}:{line}: no column `front` (cards) and none of {', '.join(COLUMNS)} (history); only two columns, front and back, are "
        f"read without a header, and this line has {len(cells)}. {_example(layout.delimiter)} Nothing was imported."
    )


def _example(delimiter: str) -> str:
    """How the header would be that is missing."""
    names = "front<Tab>back<Tab>tags" if delimiter == "\t" else delimiter.join(("front", "back", "tags"))
    return f"Write a first line that names the columns, such as `{names}`."


def _are_meant_as_header(names: list[str]) -> bool:
    is_known = [name in CARD_COLUMNS for name in names]
    return any(is_known) and all(known or did_you_mean(name, CARD_COLUMNS) for known, name in zip(is_known, names, strict=True))


def _named(file: Path, header: list[str], rows: list[Row], is_first_row: bool = False) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row below the header, its cells by column."""
    begins, rows = rows[0][0], rows if is_first_row else rows[1:]
    known = {*CARD_COLUMNS, *COLUMNS} if "at" in header else set(CARD_COLUMNS)
    faults = [f"{file}:{begins}: unknown column '{name}'{_known(name)}" for name in header if name and name not in known]
    for line, cells in rows:
        if len(cells) > len(header):
            more = " (a text with a comma needs quotation marks around it)"
            faults.append(f"{file}:{line}: {len(cells)} cells, but the header has {len(header)} columns{more}")
        faults += [
            f"{file}:{line}: '{cell}' is in a column without a name"
            for cell, name in zip(cells, header, strict=False)
            if cell.strip() and not name
        ]
    refuse(faults)
    for line, cells in rows:
        yield line, dict(zip(header, cells, strict=False))


def _known(name: str) -> str:
    return did_you_mean(name, CARD_COLUMNS) or f"; take it out, or give it one of these names: {', '.join(CARD_COLUMNS)}"


def _entry(file: Path, line: int, row: dict[str, str], deck: str, is_own: bool) -> Entry:
    """One card; a file that is not of our own making may have HTML's blanks and line ends."""
    cells = {key: cell if is_own or key in ("code", "prints", "proof") else _plain(cell) for key, cell in row.items() if cell.strip()}
    raw: dict[str, Any] = {key: _texts(key, cell) if key in LISTS else cell for key, cell in cells.items() if key != "deck"}
    return Entry(f"{file}:{line}", row.get("deck", "").strip() or deck, raw)


def _plain(cell: str) -> str:
    parts = CODE.split(cell)
    parts[::2] = [LINE_BREAK.sub("\n", part).replace("&nbsp;", " ") for part in parts[::2]]
    return "".join(parts).strip()


def _events(file: Path, header: list[str], rows: list[Row]) -> Iterator[Event]:
    refuse([f"{file}:1: column '{name}' missing" for name in COLUMNS if name not in header])
    faults: list[str] = []
    for line, row in _named(file, header, rows):
        try:
            yield event_of(row)
        except ValueError as error:
            faults.append(f"{file}:{line}: {error}")
    refuse(faults)


def _cells(card: Card) -> list[str]:
    values = {**vars(card), "id": card.slug, "kind": card.kind.value}
    return [_list(key, values[key]) if key in LISTS else values[key] for key in CARD_COLUMNS]


def _list(key: str, texts: Sequence[str]) -> str:
    """The texts of a list in one cell, so that `_texts` finds the same again."""
    joined = ", ".join(texts) if key in WITH_COMMAS else texts[0] if len(texts) == 1 else ""
    return joined if not texts or tuple(_texts(key, joined)) == tuple(texts) else json.dumps(list(texts), ensure_ascii=False)


def _texts(key: str, cell: str) -> list[str]:
    try:
        found = json.loads(cell) if cell.startswith("[") else None
    except (ValueError, RecursionError):
        found = None
    if isinstance(found, list) and all(isinstance(text, str) for text in found):
        return found
    if key == "tags":
        return texts_of_tags(cell)
    return [text for part in cell.split(",") if (text := part.strip())] if key in WITH_COMMAS else [cell]
