"""`studykit list`: every exercise, or every card, with its status and due date."""

from typing import Annotated

import typer

from studykit.cli.context import desk
from studykit.cli.terminal.pager import paged
from studykit.cli.views.rows_view import show_rows
from studykit.cli.views.show import print_json
from studykit.content.pack import Library
from studykit.errors import UnknownItem
from studykit.study.rows import card_rows, exercise_rows
from studykit.study.status import Status

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(name="list", epilog="Example: studykit list --status due")
def list_(
    ctx: typer.Context,
    cards: Annotated[bool, typer.Option("--cards", help="Cards instead of exercises.")] = False,
    topic: Annotated[str | None, typer.Option(help="Only this topic (of exercises) or deck (of cards).", metavar="TOPIC")] = None,
    status: Annotated[Status | None, typer.Option(help="Only this status.")] = None,
    search: Annotated[str, typer.Option(help="Only those whose id or text contains this.", metavar="TEXT")] = "",
    json: Annotated[bool, typer.Option("--json", help="An array of objects.")] = False,
) -> None:
    """List exercises or cards."""
    here = desk(ctx)
    _check_topic(here.library, topic, cards)
    with here.store() as store:
        rows = card_rows(here, store, search) if cards else exercise_rows(here, store, search)
    rows = [row for row in rows if topic in (None, row.group) and status in (None, row.status)]
    if json:
        print_json([row.as_json("deck" if cards else "topic") for row in rows])
    else:
        with paged() as out:
            show_rows(out, rows, cards)


def _check_topic(library: Library, topic: str | None, cards: bool) -> None:
    known = {card.deck for card in library.cards.values()} if cards else {exercise.topic for exercise in library.exercises.values()}
    if topic is not None and topic not in known:
        raise UnknownItem(f"--topic {topic}: no such {'deck' if cards else 'topic'}; there are {', '.join(sorted(known))}.")
