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
from studykit.progress.store import Store
from studykit.study.clock import moment
from studykit.study.desk import Desk
from studykit.study.phrases import read_on
from studykit.study.workspace import exercise_named

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(epilog="Example: studykit why card:optimizers/step-reads --under fsrs")
def why(
    ctx: typer.Context,
    item: Annotated[str | None, typer.Argument(help="An id; without it the exercise in progress.", autocompletion=complete_item)] = None,
    under: Annotated[SchedulerName | None, typer.Option(help="Pretend this scheduler had been in use.")] = None,
    at: Annotated[str | None, typer.Option(help="Pretend the current time is TIME (ISO 8601).", metavar="TIME")] = None,
    json: Annotated[bool, typer.Option("--json", help="The schedule and each step as an object.")] = False,
) -> None:
    """Explain the due date of an item."""
    here = desk(ctx)
    today = here.day(moment(at))
    chosen = here.scheduler_named(under) if under else here.scheduler
    with here.store() as store:
        item, scheduler = _item(item, here, store), store.under(chosen)
        events, opened = store.events(item), store.opened_on(item)
    memory = fold(item, events, scheduler, opened)
    if json:
        print_json(why_json(item, memory, events, scheduler, opened))
        return
    for line in why_lines(item, memory, events, today, scheduler, opened):
        say(line)
    if see := _pages(item, here):
        say(read_on(see))
    if scheduler.name != here.settings.scheduler:
        say(f"That is {scheduler.name}'s view of the same history; in use is {here.settings.scheduler}.")


def _pages(item: str, here: Desk) -> tuple[str, ...]:
    return here.library.item(item).see if here.library.has(item) else ()


def _item(name: str | None, here: Desk, store: Store) -> str:
    """The item that is meant; the log may know one that no pack has now."""
    if name is None:
        return exercise_named(None, here.library, store).item
    return store.now_called(name) if store.events(name) else here.library.item(name).item
