"""Cards or history as CSV (RFC 4180, UTF-8), for spreadsheets and scripts."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO

from studykit.authoring.slug import deck_name_of
from studykit.content.deck import Card
from studykit.content.nearest import did_you_mean
from studykit.content.read import CARD_KEYS
from studykit.errors import StudykitError
from studykit.exchange.history import COLUMNS, event_of
from studykit.exchange.parcel import Entry, Parcel, refuse
from studykit.progress.events import Event

CARD_COLUMNS = ("deck", *CARD_KEYS)
LISTS = ("choices", "answer", "tags", "source")
WITH_COMMAS = ("tags", "source")
LONGEST_CELL = 1 << 24
Row = tuple[int, dict[str, str]]


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
    """The cards or events of a CSV file; its header says which. Commas, semicolons or tabs. StudykitError names each faulty line."""
    header, rows = _table(file, text)
    if "id" in header and "kind" in header and "at" in header:
        return Parcel(events=tuple(_events(file, header, rows)))
    if "front" not in header:
        raise StudykitError(f"{file}:1: no column `front` (cards) and none of {', '.join(COLUMNS)} (history). Nothing was imported.")
    refuse([f"{file}:1: unknown column '{name}'{did_you_mean(name, CARD_COLUMNS)}" for name in header if name not in CARD_COLUMNS])
    deck = deck_name_of(file.stem)
    return Parcel(entries=tuple(_entry(file, line, row, deck) for line, row in rows))


def _table(file: Path, text: str) -> tuple[list[str], list[Row]]:
    csv.field_size_limit(LONGEST_CELL)
    table = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    lines = _numbered(file, table)
    _, names = next(lines, (1, []))
    header = [name.strip().lower() for name in names]
    refuse([f"{file}:1: column '{name}' given twice" for name in dict.fromkeys(header) if header.count(name) > 1])
    rows: list[Row] = []
    faults: list[str] = []
    for line, cells in lines:
        if len(cells) > len(header):
            faults.append(f"{file}:{line}: {len(cells)} cells, but the header has {len(header)} columns")
        elif any(cells):
            rows.append((line, dict(zip(header, cells, strict=False))))
    refuse(faults)
    return header, rows


def _numbered(file: Path, table: Any) -> Iterator[tuple[int, list[str]]]:
    """Each row with the line on which it begins."""
    begins = 1
    try:
        for cells in table:
            yield begins, cells
            begins = table.line_num + 1
    except csv.Error as error:
        refuse([f"{file}:{begins}: CSV: {error} (a quotation mark that is not closed, or not doubled?)"])


def _delimiter(text: str) -> str:
    """What stands between the names of the header: a spreadsheet may write semicolons or tabs."""
    header = text.partition("\n")[0]
    return max(",;\t", key=header.count)


def _entry(file: Path, line: int, row: dict[str, str], deck: str) -> Entry:
    raw: dict[str, Any] = {key: _texts(key, cell) if key in LISTS else cell for key, cell in row.items() if cell.strip() and key != "deck"}
    return Entry(f"{file}:{line}", row.get("deck", "").strip() or deck, raw)


def _events(file: Path, header: list[str], rows: list[Row]) -> Iterator[Event]:
    refuse([f"{file}:1: column '{name}' missing" for name in COLUMNS if name not in header])
    faults: list[str] = []
    for line, row in rows:
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
    return [text for part in cell.split(",") if (text := part.strip())] if key in WITH_COMMAS else [cell]
