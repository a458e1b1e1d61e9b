"""How `forecast` looks in a terminal: a picture, a row for each way of scheduling, and the learner's own month by month."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from studykit.cli.terminal.out import console
from studykit.installing import install_command
from studykit.study.drawing import missing_libraries
from studykit.visuals.forecast_chart import forecast_chart, way_name

Numbers = Mapping[str, Any]
NARROW = 60


def show_forecast(numbers: Numbers, as_text: bool) -> None:
    """Print the object of `forecast --json` for people."""
    out = console()
    missing = missing_libraries()
    if not missing:
        from studykit.cli.views.chart_view import show_chart  # optional: it draws with what the extra `plots` installs

        show_chart(forecast_chart(numbers), as_text=as_text)
        out.print()
    _ways(out, numbers["ways"])
    present = next(way for way in numbers["ways"] if way["in_use"])
    _months(out, present)
    out.print(f"\n{_basis(numbers)}")
    if missing:
        out.print(f"The picture needs {', '.join(missing)}: run `{install_command('plots')}`.")


def _ways(out: Console, ways: Sequence[Numbers]) -> None:
    table = _table(out, ("scheduler", "reviews a day", "minutes a day", "in the busiest week", "cards met", "cards known"))
    for way in ways:
        style = "bold" if way["in_use"] else None
        table.add_row(way_name(way), *_cells(way, str(way["busiest_week_minutes_a_day"])), style=style)
    out.print(table)


def _months(out: Console, way: Numbers) -> None:
    out.print(f"\nMonth by month, {way_name(way)}", style="bold")
    table = _table(out, ("month", "reviews a day", "minutes a day", "cards met", "cards known"))
    for month in way["months"]:
        table.add_row(month["month"], *_cells(month))
    out.print(table)


def _cells(numbers: Numbers, *between: str) -> tuple[str, ...]:
    costs = (f"{numbers['reviews_a_day']:.0f}", f"{numbers['minutes_a_day']:.1f}")
    return *costs, *between, str(numbers["cards_met"]), str(numbers["cards_known"])


def _table(out: Console, names: Sequence[str]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2 if out.width > NARROW else 1, 0, 0), collapse_padding=True)
    for number, name in enumerate(names):
        table.add_column(name, justify="right" if number else "left", overflow="fold")
    return table


def _basis(numbers: Numbers) -> str:
    cards, reviews = numbers["cards"], numbers["reviews_in_log"]
    log = f"the {reviews} reviews in your log" if reviews else "how people answer on average, since your log has no reviews yet"
    return (
        f"{cards['met']} of {cards['all']} cards are met now; {numbers['new_cards_a_day']} new and at most {numbers['reviews_a_day']}"
        f" reviews a day, {numbers['seconds_a_review']:g} s each. Cards known are those you would recall on that day, as FSRS expects"
        f" from {log}. Days without study, exercises and what failed tests bring are not in it."
    )
