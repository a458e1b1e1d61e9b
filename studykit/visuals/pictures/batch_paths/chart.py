"""The paths of batch, mini-batch and stochastic gradient descent over one surface (V05)."""

from collections.abc import Mapping
from itertools import pairwise
from math import hypot
from typing import Any

from studykit.visuals.chart import Chart, Line, Panel, Points, Series, Surface, Tone
from studykit.visuals.pictures.loss_surface.chart import LEVELS

TITLE = "The smaller the batch, the more the path wanders, for as many updates"

WIDELY = 0.25  # of a length: other batches make a path a little longer or shorter


def chart(yours: Mapping[str, Any] | None, right: Mapping[str, Any]) -> Chart:
    """A panel a batch size; the learner's path over the right one."""
    return Chart(_title(yours, right), [_panel(yours, right, place) for place in range(len(right["sizes"]))])


def _title(yours: Mapping[str, Any] | None, right: Mapping[str, Any]) -> str:
    own, expected = ([length(path) for path in numbers["paths"]] for numbers in (yours or right, right))
    if own == sorted(own) and all(abs(a - b) < WIDELY * b for a, b in zip(own, expected, strict=True)):
        return TITLE
    lengths = [", ".join(f"{each:.3g}" for each in group) for group in (own, expected)]
    return f"Your paths for batches of {', '.join(map(str, right['sizes']))} are {lengths[0]} long, the right ones {lengths[1]}"


def length(path: list[list[float]]) -> float:
    """The way that a path of points covers."""
    return sum(hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(path))


def _panel(yours: Mapping[str, Any] | None, right: Mapping[str, Any], place: int) -> Panel:
    size, best, shown = right["sizes"][place], right["least_squares"], yours or right
    series: list[Series] = [
        Surface("loss", right["b"], right["w"], right["loss"], LEVELS),
        _line("right" if yours else "path", right["paths"][place], Tone.RIGHT),
        Points("least squares", [best[0]], [best[1]], Tone.THIRD),
    ]
    if yours is not None:
        series.insert(2, _line("yours", yours["paths"][place], Tone.YOURS))
    limits = (right["b"][0], right["b"][-1]), (right["w"][0], right["w"][-1])
    title = f"Batches of {size}: {length(shown['paths'][place]):.2f} long"
    return Panel("bias b", "weight w", series, title=title, x_limits=limits[0], y_limits=limits[1])


def _line(name: str, path: list[list[float]], tone: Tone) -> Line:
    return Line(name, [point[0] for point in path], [point[1] for point in path], tone)
