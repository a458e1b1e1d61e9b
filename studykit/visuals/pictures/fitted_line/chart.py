"""Training and validation points with the line that the learner's loop ends at (V01)."""

from collections.abc import Mapping
from math import isfinite
from typing import Any

from studykit.visuals.chart import Chart, Line, Panel, Points, Series, Tone
from studykit.visuals.numbers import agree

TITLE = "100 samples, 80 for training and 20 for validation, and the fitted line"


def chart(yours: Mapping[str, Any] | None, right: Mapping[str, Any]) -> Chart:
    """The points, and a line for each set of parameters."""
    series: list[Series] = [
        Points("training", right["x_train"], right["y_train"], Tone.DATA),
        Points("validation", right["x_val"], right["y_val"], Tone.THIRD),
        _line("the right line" if yours else "the line", right, Tone.RIGHT),
    ]
    if yours is not None:
        series.append(_line("your line", yours, Tone.YOURS))
    return Chart(_title(yours, right), [Panel("x", "y", series)])


def _title(yours: Mapping[str, Any] | None, right: Mapping[str, Any]) -> str:
    if yours is None or agree(yours["parameters"], right["parameters"]):
        return TITLE
    if not all(map(isfinite, yours["parameters"])):
        return "Your training diverges: bias and weight are not finite"
    own, expected = (f"{b:.4g} {'-' if w < 0 else '+'} {abs(w):.4g}·x" for b, w in (yours["parameters"], right["parameters"]))
    return f"Your fitted line is y = {own}, the reference is y = {expected}"


def _line(name: str, numbers: Mapping[str, Any], tone: Tone) -> Line:
    b, w = numbers["parameters"]
    return Line(name, [0.0, 1.0], [b, b + w], tone)
