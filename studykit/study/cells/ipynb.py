"""Reads the cells of a notebook with nothing but JSON: a grade should need no further package, and take no longer."""

import json
from pathlib import Path
from typing import Any

from studykit.errors import SubmissionError
from studykit.study.cells.cell import Cell

MOST_VALUES = 5_000_000  # as objects of Python these fill a gigabyte, and 128 MiB of brackets ten
_TAG = "studykit:"
_AGAIN = "Open it in Jupyter and save it again."


def notebook_cells(file: Path, text: str) -> list[Cell]:
    """The cells of a notebook's text. SubmissionError, with `file`, if it is none, or one of before 2015."""
    if not text.strip():
        raise SubmissionError(f"{file}: is empty, so it was never saved. Save the notebook in Jupyter, then grade it again.")
    if sum(map(text.count, ",[{")) > MOST_VALUES:
        raise SubmissionError(
            f"{file}: holds more than {MOST_VALUES:,} values. Clear its outputs (Edit, Clear Outputs of All Cells) and save it."
        )
    try:
        notebook = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SubmissionError(f"{file}: is no notebook, or was cut off: it is not JSON ({error}). {_AGAIN}") from None
    if not isinstance(notebook, dict) or not isinstance(notebook.get("nbformat"), int):
        raise SubmissionError(f"{file}: is JSON, but no notebook. Write one with `studykit next ID --notebook`.")
    if notebook["nbformat"] < 4:
        raise SubmissionError(
            f"{file}: is in the notebook format {notebook['nbformat']}, which Jupyter wrote until 2015; 4 is read. {_AGAIN} Or run "
            "`jupyter nbconvert --to notebook --inplace` on it."
        )
    cells = notebook.get("cells")
    return [_cell(file, number, cell) for number, cell in enumerate(cells if isinstance(cells, list) else [], start=1)]


def _cell(file: Path, number: int, cell: Any) -> Cell:
    source = cell.get("source", "") if isinstance(cell, dict) else None
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str):
        raise SubmissionError(f"{file}: cell {number} has no text. {_AGAIN}")
    try:
        source.encode()
    except UnicodeEncodeError:  # half of a character, which JSON can hold and no file
        raise SubmissionError(f"{file}: cell {number} holds half a character. Delete it there and save the notebook.") from None
    text = source.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
    return Cell(number, text, cell.get("cell_type") == "code", _tagged(cell.get("metadata")))


def _tagged(metadata: Any) -> str | None:
    """The exercise in a cell's metadata: its tag `studykit:ID`, or its key `studykit`."""
    if not isinstance(metadata, dict):
        return None
    tags = metadata.get("tags")
    words = [tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else []
    tagged = next((tag.removeprefix(_TAG).strip() for tag in words if tag.startswith(_TAG)), None)
    own = metadata.get("studykit")
    return tagged or (own if isinstance(own, str) else None)
