"""Who is in the class, so that those who handed in nothing are in the list, too."""

import csv
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from studykit.classroom.layouts.pile import Pile
from studykit.errors import ClassError

_COLUMNS = ("name", "student")
_DELIMITERS = ",;\t"
_MOST_WORDS = 6


@dataclass(frozen=True, slots=True)
class Listed:
    """A student of the roster; `number` is what its column `student` says beside a name."""

    name: str
    number: str = ""


def read_roster(file: Path) -> list[Listed]:
    """The students of a text, one a line (`#` begins a comment), or of a CSV with a column `student`, `name` or both. ClassError if it
    is neither."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ClassError(f"{file}: byte {error.start} is not UTF-8. Save the roster as UTF-8.") from None
    except OSError as error:
        raise ClassError(f"{file}: the roster cannot be read ({error.strerror}).") from None
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    delimiter = max(_DELIMITERS, key=lines[0].count) if lines else ","
    columns = [column.strip().casefold() for column in next(csv.reader(lines[:1], delimiter=delimiter), [])]
    if any(column in _COLUMNS for column in columns):
        return _of_table(csv.reader(lines[1:], delimiter=delimiter), columns)
    if file.suffix.casefold() == ".csv" and len(columns) > 1:
        raise ClassError(f"{file}: has no column `student` or `name`. Put one into its first line.")
    return [Listed(line.strip()) for line in lines]


def _of_table(rows: Iterable[Sequence[str]], columns: Sequence[str]) -> list[Listed]:
    found = []
    for row in rows:
        said = {column: value.strip() for column, value in zip(columns, row, strict=False)}
        name, student = said.get("name", ""), said.get("student", "")
        if name or student:
            found.append(Listed(name or student, student if name else ""))
    return found


def without_files(roster: Sequence[Listed], piles: Sequence[Pile]) -> list[Pile]:
    """An empty pile for each on the roster to whom none of the piles belongs; each pile belongs to one."""
    waiting: dict[str, list[int]] = {}
    for at, pile in enumerate(piles):
        for key in {pile.number.casefold(), *_spellings(pile.name)}:
            waiting.setdefault(key, []).append(at)
    taken: set[int] = set()

    def claims(keys: Iterable[str]) -> bool:
        found = next((at for key in keys for at in waiting.get(key, ()) if at not in taken), None)
        taken.update(() if found is None else (found,))
        return found is not None

    # All numbers first: they are what two students of one name do not share.
    unnumbered = [listed for listed in roster if not (listed.number and claims([listed.number.casefold()]))]
    return [Pile(listed.name, listed.number) for listed in unnumbered if not claims([*_spellings(listed.name), *_spellings(listed.number)])]


def _spellings(name: str) -> list[str]:
    """What a student may be called, whichever of the words comes first, and whatever stands between them."""
    if not name:
        return []
    words = "".join(c if c.isalnum() else " " for c in unicodedata.normalize("NFKC", name).casefold()).split()
    return [name.casefold(), *("".join(words[at:] + words[:at]) for at in range(min(len(words), _MOST_WORDS)))]
