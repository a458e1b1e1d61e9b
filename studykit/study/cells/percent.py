"""Reads the cells of a program that `# %%` divides, as Jupytext, VS Code and Spyder do: each knows in which line of the file it begins."""

import re
from collections.abc import Iterator

from studykit.study.cells.cell import Cell

_MARKER = re.compile(r"#\s*%%(?=\s|\[|$)")  # and not `# %%time`, which is magic that Jupytext made a comment of
_OF_TEXT = re.compile(r".*\[(markdown|md|raw)\]")


def percent_cells(text: str) -> Iterator[Cell]:
    """The cells of a program: what stands above the first marker is one, and no marker belongs to any."""
    lines = text.split("\n")
    markers = [number for number, line in enumerate(lines) if _MARKER.match(line)]
    for number, (begin, end) in enumerate(zip([-1, *markers], [*markers, len(lines)], strict=True), start=1):
        is_text = begin >= 0 and _OF_TEXT.match(lines[begin]) is not None
        yield Cell(number, "\n".join(lines[begin + 1 : end]), not is_text, first=begin + 2)
