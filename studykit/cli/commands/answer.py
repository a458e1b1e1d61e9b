"""`studykit answer`: records one review, for scripts and editors."""

from typing import Annotated

import typer

from studykit.cli.complete import complete_item
from studykit.cli.context import desk
from studykit.cli.terminal.out import say
from studykit.cli.views.show import print_json
from studykit.progress.events import Kind
from studykit.study.clock import moment
from studykit.study.phrases import when
from studykit.study.schedules import schedule_json

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(epilog="Example: studykit answer card:optimisers/step-reads 4")
def answer(
    ctx: typer.Context,
    item: Annotated[str, typer.Argument(help="card:deck/slug or exercise:topic/slug.", autocompletion=complete_item)],
    quality: Annotated[int, typer.Argument(min=0, max=5, help="SM-2's 0 (no idea) to 5 (at once).")],
    at: Annotated[str | None, typer.Option(help="As if it were this time (ISO 8601).", metavar="TIME")] = None,
    json: Annotated[bool, typer.Option("--json", help="The item's schedule as an object.")] = False,
) -> None:
    """Record a review of an item and show when it comes back."""
    here, now = desk(ctx), moment(at)
    found = here.library.item(item)
    with here.store() as store:
        store.record(Kind.REVIEWED, found.item, now, {"quality": quality})
        memory = store.memory(found.item)
    assert memory is not None
    assert memory.due is not None
    if json:
        print_json({"item": memory.item, **(schedule_json(memory) or {})})
    else:
        say(f"{memory.item} comes back {when(memory.due, here.day(now))}.")
