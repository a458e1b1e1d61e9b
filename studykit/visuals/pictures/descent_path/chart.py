"""The way of gradient descent over the loss surface: the learner's loop, step by step, beside the right one (V03)."""

from collections.abc import Mapping
from typing import Any

from studykit.visuals.chart import Chart, Line, Panel, Points, Series, Step, Surface, Tone
from studykit.visuals.pictures.loss_surface.chart import LEVELS

TITLE = "Gradient descent walks downhill: straight across the contours, not along a line of its own"
SHOWN_STEPS = (0, 1, 2, 3, 5, 8, 13, 20, 35, 60, 100, 200)


def chart(yours: Mapping[str, Any] | None, right: Mapping[str, Any]) -> Chart:
    """The path, or both paths, over the contours; a page steps along them."""
    last = len(right["path"]) - 1
    steps = [Step(f"step {n}", [_panel(yours, right, n)]) for n in (*(n for n in SHOWN_STEPS if n < last), last)]
    return Chart(TITLE, [_panel(yours, right, last)], "shown up to", steps)


def _panel(yours: Mapping[str, Any] | None, right: Mapping[str, Any], until: int) -> Panel:
    best = right["least_squares"]
    series: list[Series] = [
        Surface("loss", right["b"], right["w"], right["loss"], LEVELS),
        _line("the right path" if yours else "the path", right, until, Tone.RIGHT),
        Points("least squares", [best[0]], [best[1]], Tone.THIRD),
    ]
    if yours is not None:
        series.insert(2, _line("your path", yours, until, Tone.YOURS))
    limits = (right["b"][0], right["b"][-1]), (right["w"][0], right["w"][-1])
    return Panel("bias b", "weight w", series, x_limits=limits[0], y_limits=limits[1])


def _line(name: str, numbers: Mapping[str, Any], until: int, tone: Tone) -> Line:
    path = numbers["path"][: until + 1]
    return Line(name, [point[0] for point in path], [point[1] for point in path], tone, marked=True)
