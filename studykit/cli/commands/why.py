"""`studykit why`: the whole arithmetic behind a due date, event by event, under the scheduler in use or another."""

from typing import Annotated

import typer

from studykit.cli.complete import complete_item
from studykit.cli.context import desk
from studykit.cli.terminal.out import say
from studykit.cli.views.show import print_json
from studykit.cli.views.why_view import why_json, why_lines
from studykit.memory.scheduler import SchedulerName
from studykit.progress.fold import fold
from studykit.study.clock import moment

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(epilog="Example: studykit why card:optimisers/step-reads --under fsrs")
def why(
    ctx: typer.Context,
    item: Annotated[str, typer.Argument(help="card:deck/slug or exercise:topic/slug.", autocompletion=complete_item)],
    under: Annotated[SchedulerName | None, typer.Option(help="As if this scheduler had been in use.")] = None,
    at: Annotated[str | None, typer.Option(help="As if it were this time (ISO 8601).", metavar="TIME")] = None,
    json: Annotated[bool, typer.Option("--json", help="The schedule and each step as an object.")] = False,
) -> None:
    """Explain when an item is due, and why then."""
    here = desk(ctx)
    today = here.day(moment(at))
    scheduler = here.scheduler_named(under) if under else here.scheduler
    with here.store() as store:
        events = store.events(item)
        if not events:
            item = here.library.item(item).item
            events = store.events(item)
    memory = fold(item, events, scheduler)
    if json:
        print_json(why_json(item, memory, events, scheduler))
        return
    for line in why_lines(item, memory, events, today, scheduler):
        say(line)
    if scheduler.name != here.settings.scheduler:
        say(f"That is {scheduler.name}'s view of the same history; in use is {here.settings.scheduler}.")
