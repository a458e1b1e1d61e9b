"""Finds the cells that answer an exercise, and makes of them the source that is graded."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from studykit.study.cells.cell import Cell
from studykit.study.cells.magics import without_magics

MOST_NAMED = 5
_BETWEEN = "\n\n"  # a cell that ends in a backslash must not go on in the next


@dataclass(frozen=True, slots=True)
class Answer:
    """The cells that answer an exercise; `exercise` is its id as the first of them says it, None where none does."""

    exercise: str | None
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Graded:
    """What is graded of an answer: its Python, in which line of that each cell of a notebook begins, and which lines were left out, each
    with its place."""

    text: str
    begins: tuple[tuple[int, int], ...]
    left_out: tuple[str, ...]


def answers_in(cells: Sequence[Cell]) -> list[Answer]:
    """The answers of a notebook, from top to bottom: each goes on to the cell that begins the next one, or that grades it."""
    found: list[list[Cell]] = []
    is_open = False
    for cell in (cell for cell in cells if cell.is_code):
        if cell.exercise:
            found.append([])
        is_open = bool(cell.exercise) or (is_open and not cell.is_ours)
        if is_open:
            found[-1].append(cell)
    return [Answer(each[0].exercise, tuple(each)) for each in found]


def all_cells(cells: Sequence[Cell]) -> Answer:
    """Every cell of code as one answer, but those that only call studykit."""
    code = tuple(cell for cell in cells if cell.is_code and not cell.is_ours)
    return Answer(next((cell.exercise for cell in code if cell.exercise), None), code)


def of_notebook(answer: Answer) -> Graded:
    """The source of an answer in a notebook."""
    texts: list[str] = []
    begins, left_out, line = [], [], 1
    for cell in answer.cells:
        text, magics = without_magics(cell.text)
        begins.append((line, cell.number))
        left_out += [f"`{each.code}` (cell {cell.number}, line {each.line})" for each in magics]
        texts.append(text)
        line += text.count("\n") + len(_BETWEEN)
    return Graded(_BETWEEN.join(texts) + "\n", tuple(begins), tuple(left_out))


def of_program(answer: Answer, whole: str) -> Graded:
    """The source of an answer in a program with cells: every line stays where it is in the file, and what answers something else is
    empty."""
    given = whole.split("\n")
    lines, left_out = [""] * len(given), []
    for cell in answer.cells:
        (text, magics), first = without_magics(cell.text), cell.first or 1
        lines[max(0, first - 2) : first - 1] = given[max(0, first - 2) : first - 1]  # the marker, which may be a line of a text in quotes
        lines[first - 1 : first + text.count("\n")] = text.split("\n")
        left_out += [f"`{each.code}` (line {first + each.line - 1})" for each in magics]
    return Graded("\n".join(lines), (), tuple(left_out))


def told(file: Path, left_out: Sequence[str]) -> str:
    """A sentence on what is not graded."""
    more = len(left_out) - MOST_NAMED
    named = ", ".join(left_out[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
    return f"{file.name}: graded without what only a notebook understands: {named}."
