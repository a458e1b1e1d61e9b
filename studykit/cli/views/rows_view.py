"""The list of exercises or cards as a table."""

from typing import Any

from studykit.cli.terminal.out import say
from studykit.study.rows import Row


def show_rows(out: Any, rows: list[Row], cards: bool = False) -> None:
    """Print the rows as a table."""
    if not rows:
        say("Nothing matches. `studykit list` without filters shows all.")
        return
    from rich.table import Table  # start-up time: --json does without
    from rich.text import Text

    table = Table(box=None, pad_edge=False)
    for name in ("status", "due", "id", "title" if not cards else "front"):
        table.add_column(name, overflow="fold", no_wrap=name in ("status", "due"))
    for row in rows:
        table.add_row(row.status.value, str(row.due or ""), row.item.partition(":")[2], Text(row.title))
    out.print(table)
    out.print(f"{len(rows)} {'cards' if cards else 'exercises'}", style="dim")
