"""Makes one HTML file out of the numbers of `stats --json`: charts, tables behind them, and nothing that has to be fetched."""

import base64
import io
from collections.abc import Mapping, Sequence
from datetime import date
from importlib.resources import files
from itertools import groupby
from typing import TYPE_CHECKING, Any

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup, escape

from studykit.progress.half_year import last_weeks, level, level_names
from studykit.visuals.words import duration, percent, span

if TYPE_CHECKING:
    from studykit.visuals.chart import Chart

MARK = '<meta name="generator" content="studykit report">'  # by which a page of ours is known

_FILES = files(__package__)


def page(numbers: Mapping[str, Any], charts: Sequence[tuple[str, "Chart"]] = ()) -> str:
    """Return the page. `numbers` is the object that `stats --json` prints; the page carries it whole, as JSON.

    `charts` are pictures of the learner's own code, each with the title of its exercise.
    """
    environment = Environment(
        loader=DictLoader({"page": _text("page.html")}), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"duration": _unbroken_duration, "percent": percent, "breakable": _breakable}
    environment.globals |= {"span": span}
    return environment.get_template("page").render(
        numbers=numbers,
        calendar=_calendar(numbers),
        pictures=[(exercise, chart.title, _address(chart, "light"), _address(chart, "dark")) for exercise, chart in charts],
        mark=Markup(MARK),
        style=Markup(_text("page.css")),
        script=Markup(_text("page.js")),
        # Without its last line, which would have the browser's tools look for a file beside the page.
        library=Markup(_text("chart.umd.min.js").partition("//# sourceMappingURL=")[0]),
    )


def _address(chart: "Chart", theme: str) -> str:
    """An image as an address that holds all of it."""
    from studykit.visuals.image import write_image  # optional: needs matplotlib

    drawn = io.BytesIO()
    write_image(chart, drawn, theme)
    return f"data:image/png;base64,{base64.b64encode(drawn.getvalue()).decode()}"


def _calendar(numbers: Mapping[str, Any]) -> dict[str, Any]:
    """The half year as rows of a table, a row a weekday; None stands for a day to come."""
    by_day = {date.fromisoformat(day): reviews for day, reviews in numbers["by_day"].items()}
    weeks = last_weeks(date.fromisoformat(numbers["day"]))
    months = [list(group) for _, group in groupby(weeks, key=lambda week: week[0].month)]
    return {
        "months": [(f"{month[0][0]:%b}", len(month)) for month in months],
        "rows": [(name, [_cell(week, weekday, by_day) for week in weeks]) for weekday, name in enumerate(_weekdays(weeks))],
        "levels": list(enumerate(level_names())),
        "days_with_reviews": sum(day in by_day for week in weeks for day in week),
        "days": sum(map(len, weeks)),
        "reviews": sum(by_day.get(day, 0) for week in weeks for day in week),
    }


def _unbroken_duration(seconds: float) -> str:
    return duration(seconds).replace(" ", "\N{NO-BREAK SPACE}")


def _breakable(name: str) -> Markup:
    """A name that a narrow column may break after an underscore."""
    return Markup("_<wbr>").join(escape(part) for part in name.split("_"))


def _weekdays(weeks: list[list[date]]) -> list[str]:
    return [f"{day:%a}" for day in weeks[0]]


def _cell(week: list[date], weekday: int, by_day: Mapping[date, int]) -> dict[str, Any] | None:
    if weekday >= len(week):
        return None
    reviews = by_day.get(week[weekday], 0)
    return {"day": week[weekday].isoformat(), "reviews": reviews, "level": level(reviews)}


def _text(name: str) -> str:
    return _FILES.joinpath(name).read_text(encoding="utf-8")
