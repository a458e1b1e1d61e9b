"""`studykit stats`: what has been done so far, and how well it was recalled."""

from typing import Annotated, Any

import typer

from studykit.cli.desk import Desk, desk, moment
from studykit.cli.show import days, print_json
from studykit.cli.standing import stages
from studykit.progress.counts import Counts

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(epilog="Example: studykit stats --json")
def stats(
    ctx: typer.Context,
    at: Annotated[str | None, typer.Option(help="As if it were this time (ISO 8601).", metavar="TIME")] = None,
    json: Annotated[bool, typer.Option("--json", help="All numbers as an object.")] = False,
) -> None:
    """Show reviews, retention, streak, and how far the curriculum is done."""
    here = desk(ctx)
    numbers = _numbers(here, at)
    if json:
        print_json(numbers)
        return
    retention = numbers["retention"]
    typer.echo(f"Exercises  {numbers['exercises']['passed']} of {numbers['exercises']['all']} passed, {numbers['grades']} grades")
    typer.echo(f"Cards      {numbers['cards']['met']} of {numbers['cards']['all']} met, {numbers['cards']['due']} due")
    typer.echo(f"Reviews    {numbers['reviews']}, {numbers['reviews_today']} of them today")
    typer.echo(f"Retention  {'no second review yet' if retention is None else f'{retention:.0%} recalled, of cards asked before'}")
    typer.echo(f"Streak     {days(numbers['streak_days'])}")


def _numbers(here: Desk, at: str | None) -> dict[str, Any]:
    today = here.day(moment(at))
    with here.store() as store:
        counts: Counts = store.counts(today)
        ladder = stages(here.library, store)
        cards = [memory for memory in store.all_memory() if memory.item.startswith("card:") and here.library.has(memory.item)]
    return {
        "reviews": counts.reviews,
        "reviews_today": counts.by_day.get(today, 0),
        "by_day": {day.isoformat(): count for day, count in sorted(counts.by_day.items())},
        "by_quality": {str(quality): count for quality, count in sorted(counts.by_quality.items())},
        "retention": counts.retention,
        "streak_days": counts.streak_days,
        "grades": counts.grades,
        "passes": counts.passes,
        "exercises": {"all": len(ladder), "passed": sum(stage.passed for stage in ladder)},
        "cards": {
            "all": len(here.library.cards),
            "met": sum(card.reviews > 0 for card in cards),
            "due": sum(card.is_due(today) for card in cards),
        },
    }
