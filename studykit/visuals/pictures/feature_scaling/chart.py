"""The loss surface of x, of ten times x and of x standardised by the learner's scaler, with one path on each (V07)."""

from collections.abc import Mapping
from typing import Any

from studykit.visuals.chart import Chart, Line, Panel, Points, Series, Surface, Tone

TITLE = "Scaling turns a canyon into a bowl: the same learning rate that crawls, or blows up, is there in one step"
ROUND = 1.05  # the condition number of a bowl, and a little more for rounding
LEVELS = tuple(0.01 * 2.5**step for step in range(10))


def chart(yours: Mapping[str, Any] | None, right: Mapping[str, Any]) -> Chart:
    """Three panels, each with its condition number; the third by the learner's own scaler."""
    worlds = [*right["worlds"][:2], (yours or right)["worlds"][2]]
    condition, before = worlds[2]["condition"], worlds[0]["condition"]
    wrong = f"Your scaled x has the condition number {condition:.3g}, x itself {before:.3g}; scaled right it is 1"
    title = TITLE if condition < ROUND else wrong
    return Chart(title, [_panel(world) for world in worlds])


def _panel(world: Mapping[str, Any]) -> Panel:
    path, best = world["path"], world["least_squares"]
    series: list[Series] = [
        Surface("loss", world["b"], world["w"], world["loss"], LEVELS),
        Line(f"steps with lr {world['lr']:g}", [point[0] for point in path], [point[1] for point in path], Tone.RIGHT, marked=True),
        Points("least squares", [best[0]], [best[1]], Tone.THIRD),
    ]
    limits = (world["b"][0], world["b"][-1]), (world["w"][0], world["w"][-1])
    title = f"{world['name']}: condition number {world['condition']:.3g}"
    return Panel("bias b", "weight w", series, title=title, x_limits=limits[0], y_limits=limits[1])
