"""`studykit why`: the whole arithmetic behind a due date, event by event, under the scheduler in use or another."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

import typer

from studykit.cli.complete import complete_item
from studykit.cli.context import desk
from studykit.cli.views.show import print_json
from studykit.memory.scheduler import Scheduler, SchedulerName
from studykit.progress.events import Event, Kind
from studykit.progress.fold import Counted, ItemMemory, fold, history, in_effect
from studykit.study.clock import moment
from studykit.study.phrases import days, when
from studykit.study.schedules import schedule_json

app = typer.Typer(add_completion=False, rich_markup_mode=None)

HAPPENED = {
    Kind.NUDGED: "nudged: a failed test pointed at this card; due that day",
    Kind.POSTPONED: "postponed: due {due}",
    Kind.BURIED: "buried: not asked that day",
    Kind.SUSPENDED: "suspended: not asked until it is resumed",
    Kind.RESUMED: "resumed",
}


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
        print_json(_why_json(item, memory, events, scheduler))
        return
    for line in why_lines(item, memory, events, today, scheduler):
        typer.echo(line)
    if scheduler.name != here.settings.scheduler:
        typer.echo(f"That is {scheduler.name}'s view of the same history; in use is {here.settings.scheduler}.")


def why_lines(item: str, memory: ItemMemory | None, events: Sequence[Event], today: date, scheduler: Scheduler) -> list[str]:
    """The arithmetic of each review of an item, and what else moved its due date, then when it is due; `review` shows the same."""
    told = {review.event.id: _review_line(review) for review in history(events, scheduler)}
    told |= {event.id: f"{event.day}  {HAPPENED[event.kind].format(**event.data)}" for event in in_effect(events) if event.kind in HAPPENED}
    lines = [told[id] for id in sorted(told)]
    if memory is None or memory.due is None:
        return [*lines, f"{item} has no due date yet: it has not been reviewed."]
    suspended = "; it is suspended, so it is not asked" if memory.suspended else ""
    return [*lines, f"{item} is due {when(memory.due, today)}, interval {days(memory.interval_days)}{suspended}."]


def _review_line(review: Counted) -> str:
    step = review.step
    return f"{review.event.day}  quality {step.quality}: {step.words}; due {review.due}"


def _why_json(item: str, memory: ItemMemory | None, events: Sequence[Event], scheduler: Scheduler) -> dict[str, Any]:
    happened = [event for event in in_effect(events) if event.kind in HAPPENED]
    return {
        "item": item,
        "scheduler": scheduler.name,
        "schedule": schedule_json(memory),
        "steps": [_review_json(review) for review in history(events, scheduler)],
        "nudged": [event.day.isoformat() for event in happened if event.kind is Kind.NUDGED],
        "happened": [_happened_json(event) for event in happened],
    }


def _happened_json(event: Event) -> dict[str, Any]:
    due = {"due": event.data["due"]} if event.kind is Kind.POSTPONED else {}
    return {"day": event.day.isoformat(), "kind": event.kind.value, **due}


def _review_json(review: Counted) -> dict[str, Any]:
    step = review.step
    return {
        "day": review.event.day.isoformat(),
        "at": review.event.at.isoformat(),
        "kind": review.event.kind.value,
        "quality": step.quality,
        **step.parts,
        "interval_days": step.after.interval_days,
        "repetitions": step.after.repetitions,
        "due": review.due.isoformat(),
    }
