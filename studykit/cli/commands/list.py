"""`studykit list`: every exercise, or every card, with its status and due date."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

import typer

from studykit.cli.views.show import console, print_json
from studykit.content.pack import Library
from studykit.errors import UnknownItem
from studykit.progress.store import Store
from studykit.study.desk import Desk, desk, moment
from studykit.study.status import Status, card_status, exercise_status

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list; `group` is the topic or the deck, `detail` the kind."""

    item: str
    group: str
    title: str
    detail: str
    difficulty: int | None
    status: Status
    due: date | None

    def as_json(self, grouped_by: str) -> dict[str, Any]:
        fields = {"item": self.item, grouped_by: self.group, "title": self.title, "kind": self.detail, "difficulty": self.difficulty}
        if self.difficulty is None:
            del fields["difficulty"]
        return {**fields, "status": self.status.value, "due": self.due.isoformat() if self.due else None}


@app.command(name="list", epilog="Example: studykit list --status due")
def list_(
    ctx: typer.Context,
    cards: Annotated[bool, typer.Option("--cards", help="Cards instead of exercises.")] = False,
    topic: Annotated[str | None, typer.Option(help="Only this topic (of exercises) or deck (of cards).")] = None,
    status: Annotated[Status | None, typer.Option(help="Only this status.")] = None,
    json: Annotated[bool, typer.Option("--json", help="An array of objects.")] = False,
) -> None:
    """List exercises in the order of the curriculum, or cards."""
    here = desk(ctx)
    _check_topic(here.library, topic, cards)
    with here.store() as store:
        rows = _cards(here, store) if cards else exercise_rows(here, store)
    rows = [row for row in rows if topic in (None, row.group) and status in (None, row.status)]
    if json:
        print_json([row.as_json("deck" if cards else "topic") for row in rows])
    else:
        show_rows(console(), rows, cards)


def exercise_rows(here: Desk, store: Store) -> list[Row]:
    """A row for each exercise, in the curriculum's order."""
    today = here.day(moment(None))
    known = {memory.item: memory for memory in store.all_memory()}
    at_work = {workspace.item for workspace in store.workspaces()}
    rows = []
    for exercise in here.library.exercises.values():
        memory = known.get(exercise.item)
        status = exercise_status(memory, exercise.item in at_work, today)
        due = memory.due if memory else None
        rows.append(Row(exercise.item, exercise.topic, exercise.title, exercise.kind.value, exercise.difficulty, status, due))
    return rows


def _cards(here: Desk, store: Store) -> list[Row]:
    today = here.day(moment(None))
    known = {memory.item: memory for memory in store.all_memory()}
    rows = []
    for card in here.library.cards.values():
        memory = known.get(card.item)
        front = " ".join(card.hidden().split())
        rows.append(Row(card.item, card.deck, front, card.kind.value, None, card_status(memory, today), memory.due if memory else None))
    return rows


def _check_topic(library: Library, topic: str | None, cards: bool) -> None:
    known = {card.deck for card in library.cards.values()} if cards else {exercise.topic for exercise in library.exercises.values()}
    if topic is not None and topic not in known:
        raise UnknownItem(f"--topic {topic}: no such {'deck' if cards else 'topic'}; there are {', '.join(sorted(known))}.")


def show_rows(out: Any, rows: list[Row], cards: bool = False) -> None:
    """Print the rows as a table."""
    if not rows:
        typer.echo("Nothing matches. `studykit list` without filters shows all.")
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
