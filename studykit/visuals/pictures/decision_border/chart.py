"""Where the learner's model says inner and where outer, over the two rings (V16)."""

from collections.abc import Mapping
from typing import Any

from studykit.visuals.chart import Chart, Panel, Points, Series, Surface, Tone

TITLE = "The border between the classes: straight as long as the model has no activation, round when it bends"
LEVELS = (0.1, 0.5, 0.9)


def chart(yours: Mapping[str, Any] | None, right: Mapping[str, Any]) -> Chart:
    """The probability of the inner ring as contours at 0.1, 0.5 and 0.9, with the share of right answers."""
    panels = [_panel("Right" if yours else "The model", right)]
    if yours is not None:
        panels.insert(0, _panel("Yours", yours))
    return Chart(TITLE, panels)


def _panel(title: str, numbers: Mapping[str, Any]) -> Panel:
    inner = [point for point, label in zip(numbers["points"], numbers["labels"], strict=True) if label]
    outer = [point for point, label in zip(numbers["points"], numbers["labels"], strict=True) if not label]
    series: list[Series] = [
        Surface("probability", numbers["x"], numbers["y"], numbers["probability"], LEVELS),
        Points("inner ring", [x for x, _ in inner], [y for _, y in inner], Tone.YOURS),
        Points("outer ring", [x for x, _ in outer], [y for _, y in outer], Tone.RIGHT),
    ]
    return Panel("x₁", "x₂", series, title=f"{title}: {numbers['accuracy']:.0%} right", equal=True)
