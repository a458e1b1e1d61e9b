"""`studykit why`: the whole arithmetic behind a due date, event by event."""

from typing import Annotated, Any

import typer

from studykit.cli.complete import complete_item
from studykit.cli.desk import desk, moment
from studykit.cli.show import days, print_json, schedule_json, when
from studykit.progress.events import Event, Kind
from studykit.progress.fold import Counted, history, in_effect

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(epilog="Example: studykit why card:optimisers/step-reads")
def why(
    ctx: typer.Context,
    item: Annotated[str, typer.Argument(help="card:deck/slug or exercise:topic/slug.", autocompletion=complete_item)],
    at: Annotated[str | None, typer.Option(help="As if it were this time (ISO 8601).", metavar="TIME")] = None,
    json: Annotated[bool, typer.Option("--json", help="The schedule and each step as an object.")] = False,
) -> None:
    """Explain when an item is due, and why then."""
    here = desk(ctx)
    today = here.day(moment(at))
    with here.store() as store:
        memory = store.memory(item)
        if memory is None:
            item = here.library.item(item).item
        events = store.events(item)
    reviews = history(events)
    nudges = [event for event in in_effect(events) if event.kind is Kind.NUDGED]
    if json:
        steps = [_review_json(review) for review in reviews]
        print_json({"item": item, "schedule": schedule_json(memory), "steps": steps, "nudged": [event.day.isoformat() for event in nudges]})
        return
    for line in sorted([*map(_review_line, reviews), *map(_nudge_line, nudges)]):
        typer.echo(line)
    if memory is None or memory.due is None:
        typer.echo(f"{item} has no due date yet: it has not been reviewed.")
    else:
        suspended = "; it is suspended, so it is not asked" if memory.suspended else ""
        typer.echo(f"{item} is due {when(memory.due, today)}, interval {days(memory.interval_days)}{suspended}.")


def _review_line(review: Counted) -> str:
    step = review.step
    return f"{review.event.day}  quality {step.quality}: {step.interval}, {step.ease}; due {review.due}"


def _nudge_line(event: Event) -> str:
    return f"{event.day}  nudged: a failed test pointed at this card; due that day"


def _review_json(review: Counted) -> dict[str, Any]:
    step = review.step
    return {
        "day": review.event.day.isoformat(),
        "at": review.event.at.isoformat(),
        "kind": review.event.kind.value,
        "quality": step.quality,
        "interval": step.interval,
        "ease": step.ease,
        "interval_days": step.after.interval_days,
        "repetitions": step.after.repetitions,
        "due": review.due.isoformat(),
    }
