"""The list of exercises or cards: columns in a terminal, a line an item with tabs between its fields in a pipe."""

import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

from studykit.cli.terminal.out import say
from studykit.study.rows import Row

NARROWEST = 24  # columns for a title beside its id; where there are fewer it stands below


def show_rows(out: Any, rows: Sequence[Row], cards: bool = False) -> None:
    """Print the rows."""
    if not rows:
        say("Nothing matches. `studykit list` without filters shows all.", err=True)
    elif out.is_terminal:
        out.print("\n".join(_columns(rows, out.width, "front" if cards else "title")), markup=False, soft_wrap=True)
        out.print(f"{len(rows)} {'cards' if cards else 'exercises'}", style="dim")
    else:
        say("\n".join("\t".join((row.status.value, str(row.due or ""), _id(row), row.title)) for row in rows))


def _columns(rows: Sequence[Row], width: int, title: str) -> Iterator[str]:
    heads = ("status", "due", "id")
    cells = [(row.status.value, str(row.due or ""), _id(row)) for row in rows]
    sizes = [max(len(head), *(len(cell[column]) for cell in cells)) for column, head in enumerate(heads)]
    first = "  ".join(f"{head:<{size}}" for head, size in zip(heads, sizes, strict=True))
    indent = len(first) + 2 if width - len(first) - 2 >= NARROWEST else 4
    yield f"{first}  {title}" if indent > 4 else first.rstrip()
    for row, cell in zip(rows, cells, strict=True):
        line = "  ".join(f"{text:<{size}}" for text, size in zip(cell, sizes, strict=True))
        wrapped = textwrap.wrap(row.title, max(width - indent, 2), break_on_hyphens=False) or [""]
        if indent > 4:
            yield f"{line}  {wrapped.pop(0)}".rstrip()
        else:
            yield line.rstrip()
        yield from (" " * indent + part for part in wrapped)


def _id(row: Row) -> str:
    return row.item.partition(":")[2]
