"""The paths of batch, mini-batch and stochastic gradient descent over one surface (V05)."""

from collections.abc import Mapping
from itertools import pairwise
from math import dist
from typing import Any

from studykit.visuals.chart import Chart, Line, Panel, Points, Series, Surface, Tone
from studykit.visuals.numbers import agree
from studykit.visuals.pictures.loss_surface.chart import LEVELS

TITLE = "The smaller the batch, the noisier the path, for the same number of updates"

FAR = 1e4  # no path that converges is so long
WIDELY = 0.25  # of a length: another order of the samples makes a path a little longer or shorter


def chart(yours: Mapping[str, Any] | None, right: Mapping[str, Any]) -> Chart:
    """A panel a batch size; the learner's path over the right one."""
    return Chart(_title(yours, right), [_panel(yours, right, place) for place in range(len(right["sizes"]))])


def _title(yours: Mapping[str, Any] | None, right: Mapping[str, Any]) -> str:
    if yours is None or matches(yours, right):
        return TITLE
    own, expected = ([length(path) for path in numbers["paths"]] for numbers in (yours, right))
    lengths = [", ".join(map(_short, group)) for group in (own, expected)]
    sizes = ", ".join(map(str, right["sizes"]))
    if lengths[0] == lengths[1]:
        return f"Your paths for batches of {sizes} have the reference's lengths, {lengths[0]}, but other points, or points of another shape"
    return f"Your paths differ: for batches of {sizes} their lengths are {lengths[0]}; the reference's {lengths[1]}"


def matches(yours: Mapping[str, Any], right: Mapping[str, Any]) -> bool:
    """With all samples in one batch there is one path; the order of the samples makes the others, of about the same length."""
    if not agree(yours["paths"][0], right["paths"][0]):
        return False
    pairs = list(zip(yours["paths"], right["paths"], strict=True))
    return all(len(a) == len(b) and agree(a[0], b[0]) and abs(length(a) - length(b)) < WIDELY * length(b) for a, b in pairs)


def _short(value: float) -> str:
    return f"{value:.3g}" if value < FAR else f"over {FAR:.0e}"


def length(path: list[list[float]]) -> float:
    """The length of a path of points."""
    return sum(dist(a, b) for a, b in pairwise(map(_point, path)))


def _point(values: list[Any]) -> list[float]:
    """Bias and weight, whatever shape each has."""
    return [values[i] if not isinstance(values[i], list) else _point(values[i])[0] for i in range(min(2, len(values)))]


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
    title = f"Batches of {size}: length {_short(length(shown['paths'][place]))}"
    return Panel("bias b", "weight w", series, title=title, x_limits=limits[0], y_limits=limits[1])


def _line(name: str, path: list[list[float]], tone: Tone) -> Line:
    points = list(map(_point, path))
    return Line(name, [point[0] for point in points], [point[1] for point in points], tone)
