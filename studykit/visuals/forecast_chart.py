"""The picture of `studykit forecast`: what each way of scheduling would cost, week by week, and what would be known."""

from collections.abc import Mapping, Sequence
from itertools import cycle
from typing import Any

from studykit.visuals.chart import Chart, Line, Panel, Tone

OTHERS = (Tone.RIGHT, Tone.DATA, Tone.THIRD, Tone.FOURTH, Tone.FIFTH)


def way_name(way: Mapping[str, Any]) -> str:
    """`sm2`, or `fsrs 0.9` with the retention; that of the settings is named as such."""
    retention = "" if way["retention"] is None else f" {way['retention']:g}"
    return f"{way['scheduler']}{retention}{' (yours)' if way['in_use'] else ''}"


def forecast_chart(numbers: Mapping[str, Any]) -> Chart:
    """Return the picture of the numbers that `studykit forecast --json` prints."""
    return Chart(
        f"The next {numbers['days']} days, by scheduler and retention",
        [_panel(numbers["ways"], "minutes a day", "minutes_a_day"), _panel(numbers["ways"], "cards known", "cards_known")],
    )


def _panel(ways: Sequence[Mapping[str, Any]], label: str, key: str) -> Panel:
    lines = [_line(way, key, tone) for way, tone in zip(ways, _tones(ways), strict=True)]
    return Panel("week", label, lines, title=label)


def _line(way: Mapping[str, Any], key: str, tone: Tone) -> Line:
    # A last week of a few days would be compared with whole ones.
    whole = [week for week in way["weeks"] if week["days"] == way["weeks"][0]["days"]]
    return Line(way_name(way), [float(place) for place in range(1, len(whole) + 1)], [float(week[key]) for week in whole], tone)


def _tones(ways: Sequence[Mapping[str, Any]]) -> list[Tone]:
    """Each way's color: the learner's own of today has the one of what is theirs."""
    others = cycle(OTHERS)
    return [Tone.YOURS if way["in_use"] else next(others) for way in ways]
