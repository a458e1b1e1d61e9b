"""Training and validation points with the line that the learner's loop ends at (V01)."""

from collections.abc import Mapping
from typing import Any

from studykit.visuals.chart import Chart, Line, Panel, Points, Series, Tone

TITLE = "A hundred points, 80 to learn from and 20 to check with, and the line that was learned"


def chart(yours: Mapping[str, Any] | None, right: Mapping[str, Any]) -> Chart:
    """The points, and a line for each set of parameters."""
    series: list[Series] = [
        Points("training", right["x_train"], right["y_train"], Tone.DATA),
        Points("validation", right["x_val"], right["y_val"], Tone.THIRD),
        _line("the right line" if yours else "the line", right, Tone.RIGHT),
    ]
    if yours is not None:
        series.append(_line("your line", yours, Tone.YOURS))
    return Chart(TITLE, [Panel("x", "y", series)])


def _line(name: str, numbers: Mapping[str, Any], tone: Tone) -> Line:
    b, w = numbers["parameters"]
    return Line(name, [0.0, 1.0], [b, b + w], tone)
