"""`studykit due`: what comes back today, for people, scripts and shell prompts."""

from typing import Annotated

import typer

from studykit.cli.desk import desk, moment
from studykit.cli.show import days, print_json, schedule_json

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(epilog="Example: studykit due --json")
def due(
    ctx: typer.Context,
    at: Annotated[str | None, typer.Option(help="As if it were this time (ISO 8601).", metavar="TIME")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print nothing; exit 0 if something is due, 1 if not.")] = False,
    json: Annotated[bool, typer.Option("--json", help="An array of items with their schedules.")] = False,
) -> None:
    """Show what is due, most overdue first."""
    here = desk(ctx)
    today = here.day(moment(at))
    known = here.library
    with here.store() as store:
        items = [memory for memory in store.due(today) if known.has(memory.item)]
    if quiet:
        raise typer.Exit(0 if items else 1)
    if json:
        print_json([{"item": memory.item, **(schedule_json(memory) or {})} for memory in items])
        return
    for memory in items:
        overdue = (today - memory.due).days if memory.due else 0
        typer.echo(f"{memory.item}{f'  {days(overdue)} overdue' if overdue else ''}")
    if not items:
        typer.echo("Nothing is due. `studykit review` shows new cards, `studykit next` an exercise.")
