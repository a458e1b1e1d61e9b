"""`studykit undo` and `redo`: take back what was recorded last, and bring it back; nothing is deleted, an event cancels another."""

from datetime import datetime
from typing import Annotated

import typer

from studykit.cli.context import desk
from studykit.cli.terminal.out import say
from studykit.cli.views.show import print_json
from studykit.errors import StudykitError
from studykit.progress.events import Event
from studykit.progress.fitted import FITTED, newest_fit
from studykit.progress.store import Store
from studykit.study.clock import moment
from studykit.study.desk import Desk
from studykit.study.phrases import events, named, when
from studykit.study.schedules import schedule_json

undo_app = typer.Typer(add_completion=False, rich_markup_mode=None)
redo_app = typer.Typer(add_completion=False, rich_markup_mode=None)

AsJson = Annotated[bool, typer.Option("--json", help="What it was, as a JSON object.")]


@undo_app.command(epilog="Example: studykit undo")
def undo(
    ctx: typer.Context,
    future: Annotated[bool, typer.Option("--future", help="Undo everything recorded while the clock was ahead.")] = False,
    json: AsJson = False,
) -> None:
    """Undo what was recorded last on this machine. Call it again for the one before."""
    here, now = desk(ctx), moment(None)
    with here.store() as store:
        if future:
            _undo_future(store, now, json)
            return
        event = store.undo(now)
        if event is None:
            raise StudykitError("There is nothing to undo: nothing was recorded here, or all of it was taken back.")
        _tell("undone", "Took back", event, store, here, now, json)


@redo_app.command(epilog="Example: studykit redo")
def redo(ctx: typer.Context, json: AsJson = False) -> None:
    """Redo what was last undone, if nothing was recorded since."""
    here, now = desk(ctx), moment(None)
    with here.store() as store:
        event = store.redo(now)
        if event is None:
            raise StudykitError("There is nothing to redo: nothing was undone, or something was recorded since.")
        _tell("redone", "Brought back", event, store, here, now, json)


def _undo_future(store: Store, now: datetime, as_json: bool) -> None:
    ahead = store.in_the_future(now)
    for event in ahead:
        store.take_back(event, now)
    if as_json:
        print_json({"undone": [{"item": event.item, "kind": event.kind.value, "at": event.at.isoformat()} for event in ahead]})
    elif not ahead:
        say("Nothing was recorded in the future.")
    else:
        items = ["a fit of FSRS" if item == FITTED else item for item in sorted({event.item for event in ahead})]
        say(f"Took back {events(len(ahead))} from {ahead[0].day} to {ahead[-1].day}: {named(items)}.")


def _tell(key: str, words: str, event: Event, store: Store, here: Desk, now: datetime, as_json: bool) -> None:
    item, memory = store.now_called(event.item), store.memory(event.item)
    others = [store.now_called(other.item) for other in store.came_with(event)]
    if as_json:
        told = {key: event.kind.value, "item": item, "at": event.at.isoformat(), "schedule": schedule_json(memory), "with": others}
        print_json(told)
        return
    if item == FITTED:
        fit = newest_fit(store.connection)
        said = f"the parameters fitted on {fit.day}" if fit else "its default parameters"
        say(f"{words}: FSRS fitted to your reviews on {event.day}. FSRS uses {said} now.")
        return
    due = when(memory.due, here.day(now)) if memory and memory.due else None
    say(f"{words}: {item} {event.kind.value} on {event.day}. {f'Due {due}.' if due else 'It has no due date now.'}")
    if others:
        say(f"So is what came with it, of {len(others)} more: {named(others)}.")
