"""The path of gradient descent over the loss surface: the learner's loop, step by step, beside the right one (V03)."""

from collections.abc import Mapping
from math import dist, isfinite
from typing import Any

from studykit.visuals.chart import Chart, Line, Panel, Points, Series, Step, Surface, Tone
from studykit.visuals.numbers import agree
from studykit.visuals.pictures.loss_surface.chart import LEVELS

TITLE = "Gradient descent follows the negative gradient: downhill, at right angles to the contours"
SHOWN_STEPS = (0, 1, 2, 3, 5, 8, 13, 20, 35, 60, 100, 200)


def chart(yours: Mapping[str, Any] | None, right: Mapping[str, Any]) -> Chart:
    """The path, or both paths, over the contours; a page steps along them."""
    last = len(right["path"]) - 1
    steps = [Step(f"step {n}", [_panel(yours, right, n)]) for n in (*(n for n in SHOWN_STEPS if n < last), last)]
    return Chart(_title(yours, right), [_panel(yours, right, last)], "shown up to", steps)


def _title(yours: Mapping[str, Any] | None, right: Mapping[str, Any]) -> str:
    """Of a wrong path, how far from the minimum it ends."""
    if yours is None or agree(yours["path"], right["path"]):
        return TITLE
    ends = [dist(numbers["path"][-1], right["least_squares"]) for numbers in (yours, right)]
    if not isfinite(ends[0]):
        return "Your path diverges: its parameters grow without limit"
    shape = (
        "is a straight line at 45°, with equal updates of b and w, and" if _is_diagonal(yours["path"]) else "differs from the reference: it"
    )
    return f"Your path {shape} ends {ends[0]:.2g} from the minimum, the reference {ends[1]:.2g}"


def _is_diagonal(path: list[list[float]]) -> bool:
    return path[0] != path[-1] and all(agree(b - path[0][0], w - path[0][1], 1e-6) for b, w in path)


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
