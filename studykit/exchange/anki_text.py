"""Anki's "Notes in plain text": what its first lines say about the columns, and its notes as cards of ours."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studykit.authoring.slug import deck_name_of
from studykit.errors import StudykitError
from studykit.exchange import gaps
from studykit.exchange.entry import Entry
from studykit.exchange.layout import Layout, Row
from studykit.exchange.media import IMAGE_OCCLUSION, has_text, is_occlusion, media_of, only_media
from studykit.exchange.parcel import LeftOut, Parcel
from studykit.exchange.recognition import ANKI

COLUMNS = ("guid", "notetype", "deck", "tags")
SIDES = ("front", "back")
# As Anki guesses where the file does not say.
HTML = re.compile(
    r"</?(?:a|b|big|br|code|div|em|font|h[1-6]|hr|i|img|li|ol|p|pre|s|small|span|strong|sub|sup|table|td|tr|u|ul)\b[^>]*>", re.IGNORECASE
)
REVERSED = re.compile(r"\(and reversed card\)")
OPTIONAL = re.compile(r"\(optional reversed card\)")
TYPED = re.compile(r"\(type in the answer\)")


@dataclass(frozen=True, slots=True)
class _Notes:
    """How the rows are read: which column is what, and a field as Markdown."""

    file: Path
    special: Mapping[str, int]  # from 0, by the names of COLUMNS
    sides: Sequence[int]  # the columns of front and back, where they have these names
    anki: Mapping[str, str]
    markdown: Callable[[str], str]


def read_notes(file: Path, layout: Layout) -> Parcel:
    """The notes of a file; the first of their fields is the front, unless a field has gaps. StudykitError names a line that cannot be."""
    labels = [label.strip().lower() for label in layout.anki.get("columns", "").split(layout.delimiter)]
    special = {name: labels.index(name) for name in COLUMNS if name in labels}
    special |= {name: _column(file, layout.anki, name) - 1 for name in COLUMNS if f"{name} column" in layout.anki}
    is_html = layout.anki.get("html", "").lower() == "true" or ("html" not in layout.anki and _looks_like_html(layout.rows))
    sides = [labels.index(side) for side in SIDES] if set(SIDES) <= set(labels) else []
    notes = _Notes(file, special, sides, layout.anki, _from_html() if is_html else str.strip)
    entries: list[Entry] = []
    left_out: list[LeftOut] = []
    for row in layout.rows:
        found = list(_entries(notes, row))
        if why := _why_not([entry.raw for entry in found], row[1]):
            left_out.append(LeftOut(f"line {row[0]}", why))
        else:
            entries += found
    return Parcel(tuple(entries), left_out=tuple(left_out), media=_media(layout.rows) if is_html else ())


def _column(file: Path, anki: Mapping[str, str], name: str) -> int:
    given = anki[f"{name} column"]
    if not given.isdecimal() or int(given) < 1:
        line = list(anki).index(f"{name} column") + 1
        raise StudykitError(
            f"{file}:{line}: #{name} column: expected the number of a column, from 1, found '{given}'. Nothing was imported."
        )
    return int(given)


def _looks_like_html(rows: list[Row]) -> bool:
    return any(HTML.search(cell) for _, cells in rows for cell in cells)


def _from_html() -> Callable[[str], str]:
    from studykit.exchange.from_html import markdown  # start-up time: libraries that only HTML needs

    return markdown


def _media(rows: list[Row]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for _, cells in rows for cell in cells for name in media_of(cell)))


def _entries(notes: _Notes, row: Row) -> Iterator[Entry]:
    line, cells = row
    given = {name: cells[column].strip() for name, column in notes.special.items() if column < len(cells)}
    numbers = [number for number in range(len(cells)) if number not in (*notes.special.values(), *notes.sides)]
    fields = [cells[number] if number < len(cells) else "" for number in (*notes.sides, *numbers)]
    deck = deck_name_of(given.get("deck") or notes.anki.get("deck") or notes.file.stem)
    tags = list(dict.fromkeys([*given.get("tags", "").split(), *notes.anki.get("tags", "").split()]))
    sides = list(_sides(notes, fields, given.get("notetype") or notes.anki.get("notetype", "")))
    for number, raw in sides:
        yield Entry(f"{notes.file}:{line}", deck, {**raw, "tags": tags, "source": _source(given.get("guid", ""), number, len(sides))})


def _source(guid: str, number: int, of: int) -> list[str]:
    if not guid:
        return []
    return [f"{ANKI}{guid}"] if of == 1 else [f"{ANKI}{guid}#{number}", f"{ANKI}{guid}"]


def _sides(notes: _Notes, fields: list[str], notetype: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The cards of a note by the number of their gap or template, from 1."""
    with_gaps = [field for field in fields if gaps.numbers(field)]
    if with_gaps:
        back = _joined(notes.markdown(field) for field in fields if field not in with_gaps)
        for number in sorted({number for field in with_gaps for number in gaps.numbers(field)}):
            shown = [gaps.with_gaps(field, number) for field in with_gaps if number in gaps.numbers(field)]
            yield number, {"kind": "cloze", "front": gaps.as_ours(_joined(map(notes.markdown, shown))), "back": back}
        return
    is_both_ways = bool(REVERSED.search(notetype))
    if OPTIONAL.search(notetype):
        is_both_ways, fields = bool(fields[2:]), fields[:2]
    front, *others = [notes.markdown(field) for field in fields] or [""]
    back = _joined(others)
    if TYPED.search(notetype) and back and "\n" not in others[0]:
        yield 1, {"kind": "typed", "front": front, "answer": others[0], "back": _joined(others[1:])}
        return
    yield 1, {"front": front, "back": back}
    if is_both_ways:
        yield 2, {"front": back, "back": front}


def _joined(texts: Iterable[str]) -> str:
    return "\n\n".join(text for text in texts if text)


def _why_not(sides: list[Mapping[str, Any]], cells: list[str]) -> str:
    """Why a row becomes no card, "" if it does."""
    if any(map(is_occlusion, cells)):
        return IMAGE_OCCLUSION
    for raw in sides:
        for key, side in (("front", "question"), ("back", "answer")) if "kind" not in raw else (("front", "question"),):
            if not raw[key]:
                return f"no {side}"
            if not has_text(raw[key]):
                return only_media(side)
    return ""
