"""`studykit suspend` and `resume`: leave an item out until further notice, and ask it again."""

from typing import Annotated

import typer

from studykit.cli.complete import complete_item
from studykit.cli.context import desk
from studykit.cli.terminal.out import say
from studykit.cli.views.show import print_json
from studykit.progress.events import Kind
from studykit.study.clock import moment
from studykit.study.schedules import schedule_json

suspend_app = typer.Typer(add_completion=False, rich_markup_mode=None)
resume_app = typer.Typer(add_completion=False, rich_markup_mode=None)

Item = Annotated[str, typer.Argument(help="card:deck/slug, exercise:topic/slug or hunt:topic/slug.", autocompletion=complete_item)]
Json = Annotated[bool, typer.Option("--json", help="The item and its state as an object.")]


@suspend_app.command(epilog="Example: studykit suspend card:optimizers/step-reads")
def suspend(ctx: typer.Context, item: Item, json: Json = False) -> None:
    """Stop asking an item until it is resumed."""
    _set(ctx, item, Kind.SUSPENDED, json)


@resume_app.command(epilog="Example: studykit resume card:optimizers/step-reads")
def resume(ctx: typer.Context, item: Item, json: Json = False) -> None:
    """Unsuspend an item; its due date is unchanged."""
    _set(ctx, item, Kind.RESUMED, json)


def _set(ctx: typer.Context, item: str, kind: Kind, json: bool) -> None:
    here = desk(ctx)
    found = here.library.item(item).item
    wanted = kind is Kind.SUSPENDED
    with here.store() as store:
        memory = store.memory(found)
        changed = wanted != (memory is not None and memory.suspended)
        if changed:
            store.record(kind, found, moment(None))
            memory = store.memory(found)
    if json:
        print_json({"item": found, "suspended": wanted, "changed": changed, "schedule": schedule_json(memory)})
    else:
        say(f"{found} is {'' if changed else 'already '}{'suspended' if wanted else 'active'}.")
