"""How a text file is laid out: what Anki or a spreadsheet says at its top, what stands between its columns, and its rows by line."""

import csv
import io
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from studykit.exchange.parcel import refuse

# As https://docs.ankiweb.net/importing/text-files.html#file-headers lists them.
NAMES = "separator|html|tags|columns|notetype|deck|(?:notetype|deck|tags|guid) column|if matches"
DIRECTIVE = re.compile(rf"#({NAMES}):(.*)", re.IGNORECASE)
SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t", "space": " ", "pipe": "|", "colon": ":"}
SPREADSHEETS = re.compile(r"\"?sep=(.)\"?", re.IGNORECASE)
LONGEST_CELL = 1 << 24
ROWS_TO_LOOK_AT = 50
Row = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class Layout:
    """`rows` are lines and cells, without blank rows and empty cells at their ends; `anki` is what Anki says at the top, by name."""

    rows: list[Row]
    delimiter: str
    anki: Mapping[str, str]


def layout_of(file: Path, text: str, names: Collection[str]) -> Layout:
    """The rows of a text; `names` are those by which a header is known. StudykitError names the line that is no row."""
    csv.field_size_limit(LONGEST_CELL)
    anki: dict[str, str] = {}
    lines = io.StringIO(text, newline="").readlines()
    first = 0
    while first < len(lines) and (found := DIRECTIVE.fullmatch(lines[first].rstrip("\r\n"))):
        anki[found[1].lower()] = found[2].strip(" ")
        first += 1
    delimiter = _given(anki)
    if not anki and lines and (spreadsheet := SPREADSHEETS.fullmatch(lines[0].strip())):
        delimiter, first = spreadsheet[1], 1
    delimiter = delimiter or _likeliest(file, lines[first:], names)
    # By hand, people write a blank after the comma; our own files keep one that begins a text.
    is_loose = "id" not in _names(lines[first : first + 1], delimiter) and re.search(rf'{re.escape(delimiter)} +"', text) is not None
    rows = _rows(file, lines, first, delimiter, is_loose, with_comments=bool(anki))
    return Layout(list(rows), delimiter, anki)


def _names(lines: list[str], delimiter: str) -> list[str]:
    return [name.strip(' \r\n"').lower() for line in lines for name in line.split(delimiter)]


def _given(anki: Mapping[str, str]) -> str:
    given = anki.get("separator", "")
    return SEPARATORS.get(given.lower(), given[:1].replace("\\", "\t"))


def _likeliest(file: Path, lines: list[str], names: Collection[str]) -> str:
    """What splits the first line into known names, or else every row into as many cells as the first."""
    if file.suffix.lower() == ".tsv":
        return "\t"
    header = lines[0] if lines else ""
    known = {delimiter: sum(name in names for name in _names(lines[:1], delimiter)) for delimiter in ",;\t"}
    if any(known.values()):
        return max(known, key=lambda delimiter: (known[delimiter], header.count(delimiter)))
    for delimiter in "\t;,":
        lengths = {len(cells) for cells in _first_rows(lines, delimiter)}
        if len(lengths) == 1 and lengths != {1}:
            return delimiter
    return max(",;\t", key=header.count)


def _first_rows(lines: list[str], delimiter: str) -> Iterator[list[str]]:
    table = csv.reader(lines, delimiter=delimiter)
    try:
        for number, cells in enumerate(table):
            if number == ROWS_TO_LOOK_AT:
                return
            if cells := _without_empty_end(cells):
                yield cells
    except csv.Error:
        return  # whoever reads all rows names the line


def _rows(file: Path, lines: list[str], first: int, delimiter: str, is_loose: bool, with_comments: bool) -> Iterator[Row]:
    """Each row with the line on which it begins; with Anki's comments, lines that begin with #."""
    begins = first
    is_between = True  # whether the next line begins a row

    def taken() -> Iterator[str]:
        nonlocal begins, is_between
        for number in range(first, len(lines)):
            if is_between:
                begins = number
                if with_comments and lines[number].startswith("#"):
                    continue
                is_between = False
            yield lines[number]

    try:
        for cells in csv.reader(taken(), delimiter=delimiter, skipinitialspace=is_loose, strict=True):
            is_between = True
            if cells := _without_empty_end(cells):
                yield begins + 1, cells
    except csv.Error as error:
        refuse([f"{file}:{begins + 1}: CSV: {error} (a quotation mark that is not closed, or not doubled?)"])


def _without_empty_end(cells: list[str]) -> list[str]:
    last = max((number for number, cell in enumerate(cells, start=1) if cell.strip()), default=0)
    return cells[:last]
