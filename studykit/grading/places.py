"""Says where a line of what was graded stands: a learner sees the cells of a notebook, and not the source that they make."""

import re
from bisect import bisect_right
from dataclasses import replace
from typing import TypeVar

from studykit.grading.grade_report import Failure, Result

# In order: the line of the source with which a cell begins, and the number of the cell. None are given for a program.
Cells = tuple[tuple[int, int], ...]
Told = TypeVar("Told", Result, Failure)

_MENTION = re.compile(r"\b(Line|line) (\d{1,7})\b")
_OF_A_NAME = re.compile(r"`\w{1,80}` \(line (\d{1,7})\)")  # a misspelt `forward`, which stands in another line than the error


def cell_of(line: int, cells: Cells) -> tuple[int, int]:
    """The number of the cell in which a line of the source stands, and the line in it."""
    first, number = cells[max(0, bisect_right(cells, (line, 1 << 30)) - 1)]
    return number, line - first + 1


def source_line(line: int | None, cell: int | None, cells: Cells) -> int | None:
    """The line of the source that a result names by its cell."""
    if line is None or cell is None:
        return line
    return next((first + line - 1 for first, number in cells if number == cell), None)


def placed(told: Told, cells: Cells, all_lines: bool = False) -> Told:
    """The same in the terms of cells. Other lines than its own are left alone, since learners' errors speak of lines as well, in files and
    in texts; with `all_lines` each is one of the source."""
    if not cells:
        return told
    own = {str(told.line), *_OF_A_NAME.findall(told.message or "")}

    def in_cell(mention: re.Match[str]) -> str:
        if mention[2] not in own and not all_lines:
            return mention[0]
        cell, line = cell_of(int(mention[2]), cells)
        return f"{'Cell' if mention[1] == 'Line' else 'cell'} {cell}, line {line}"

    message = _MENTION.sub(in_cell, told.message) if told.message else told.message
    if told.line is None:
        return replace(told, message=message)
    cell, line = cell_of(told.line, cells)
    return replace(told, message=message, line=line, cell=cell)
