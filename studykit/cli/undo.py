"""`studykit undo`: takes back the last thing that was recorded; nothing is deleted, a further event cancels it."""

from typing import Annotated

import typer

from studykit.cli.desk import desk, moment
from studykit.cli.show import print_json, schedule_json, when
from studykit.errors import StudykitError

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(epilog="Example: studykit undo")
def undo(
    ctx: typer.Context,
    json: Annotated[bool, typer.Option("--json", help="What was taken back, as an object.")] = False,
) -> None:
    """Take back the last review, grade, hint, give-up or suspension; again for the one before."""
    here, now = desk(ctx), moment(None)
    with here.store() as store:
        event = store.undo(now)
        if event is None:
            raise StudykitError("There is nothing to undo: the log is empty, or all of it was taken back.")
        memory = store.memory(event.item)
    if json:
        schedule = schedule_json(memory)
        print_json({"undone": event.kind.value, "item": event.item, "at": event.at.isoformat(), "schedule": schedule})
        return
    due = when(memory.due, here.day(now)) if memory and memory.due else None
    typer.echo(f"Took back: {event.item} {event.kind.value} on {event.day}. {f'Due {due}.' if due else 'It has no due date now.'}")
