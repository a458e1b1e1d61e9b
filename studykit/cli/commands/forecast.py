"""`studykit forecast`: what the coming months cost and bring, by scheduler and retention, so that one can choose."""

from typing import Annotated

import typer

from studykit.cli.context import desk
from studykit.cli.views.show import print_json
from studykit.study.clock import moment

MOST_DAYS = 1825
LOWEST_RETENTION, HIGHEST_RETENTION = 0.7, 0.97  # as in settings.yaml

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(epilog="Example: studykit forecast --days 180 --new 5 --retention 0.85")
def forecast(
    ctx: typer.Context,
    days: Annotated[int, typer.Option(help="So many days from today on.", min=1, max=MOST_DAYS)] = 365,
    new: Annotated[int | None, typer.Option(help="At most this many new cards a day, instead of the setting.", min=0)] = None,
    retention: Annotated[
        list[float] | None,
        typer.Option(help="FSRS at this retention; may be repeated.", min=LOWEST_RETENTION, max=HIGHEST_RETENTION, metavar="SHARE"),
    ] = None,
    text: Annotated[bool, typer.Option("--text", help="Draw with characters, even if the terminal shows images.")] = False,
    at: Annotated[str | None, typer.Option(help="Pretend the current time is TIME (ISO 8601).", metavar="TIME")] = None,
    json: Annotated[bool, typer.Option("--json", help="All numbers as an object.")] = False,
) -> None:
    """Play the coming months from your log: minutes a day and cards known, by scheduler and retention."""
    from studykit.study.forecasting import forecast_of  # start-up time: --help does without

    here = desk(ctx)
    numbers = forecast_of(here, here.day(moment(at)), days, new, retention or ())
    if json:
        print_json(numbers)
        return
    from studykit.cli.views.forecast_view import show_forecast  # start-up time: --json does without

    show_forecast(numbers, text)
