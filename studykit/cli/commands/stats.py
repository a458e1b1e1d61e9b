"""`studykit stats`: what has been done so far, how well it was recalled, and what comes back when."""

from typing import Annotated

import typer

from studykit.cli.context import desk
from studykit.cli.decks import complete_deck, known_decks
from studykit.cli.views.show import print_json
from studykit.study.clock import moment

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(epilog="Example: studykit stats --deck optimizers")
def stats(
    ctx: typer.Context,
    deck: Annotated[
        list[str] | None,
        typer.Option(help="Only this deck, and the topic of its name; may be repeated.", metavar="DECK", autocompletion=complete_deck),
    ] = None,
    compare: Annotated[bool, typer.Option("--compare", help="Your history under each scheduler, side by side.")] = False,
    at: Annotated[str | None, typer.Option(help="Pretend the current time is TIME (ISO 8601).", metavar="TIME")] = None,
    json: Annotated[bool, typer.Option("--json", help="All numbers as an object.")] = False,
) -> None:
    """Show reviews, retention, forecast, progress and streak."""
    here = desk(ctx)
    if compare:
        if deck or at:
            raise typer.BadParameter("it shows all of your history, without --deck and --at.", param_hint="--compare")
        from studykit.cli.views.comparison import compare as show_both  # start-up time: the schedulers, for this alone

        show_both(here, json)
        return
    from studykit.study.statistics import statistics  # start-up time: --help does without

    numbers = statistics(here, here.day(moment(at)), known_decks(here.library, deck or []))
    if json:
        print_json(numbers)
        return
    from studykit.cli.views.stats_view import show_statistics  # start-up time: --json does without

    show_statistics(numbers)
