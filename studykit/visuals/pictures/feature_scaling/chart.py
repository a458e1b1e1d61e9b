"""The loss surface of x, of ten times x and of x standardized by the learner's scaler, with one path on each (V07)."""

from collections.abc import Mapping
from typing import Any

from studykit.visuals.chart import Chart, Line, Panel, Points, Series, Surface, Tone
from studykit.visuals.numbers import agree

TITLE = "Standardizing makes the loss well-conditioned: a learning rate that converges slowly, or diverges, then needs few steps"
LEVELS = tuple(0.01 * 2.5**step for step in range(10))


def chart(yours: Mapping[str, Any] | None, right: Mapping[str, Any]) -> Chart:
    """Three panels, each with its condition number; the third by the learner's own scaler."""
    worlds = [*right["worlds"][:2], (yours or right)["worlds"][2]]
    return Chart(_title(yours, right), [_panel(world) for world in worlds])


def _title(yours: Mapping[str, Any] | None, right: Mapping[str, Any]) -> str:
    if yours is None or matches(yours, right):
        return TITLE
    own, best = (numbers["worlds"][2]["condition"] for numbers in (yours, right))
    if agree(own, best, 1e-3):
        return "Your standardized x gives another loss surface than the reference, with the same condition number"
    return (
        f"With your standardized x the condition number is {own:.4g}, with x itself {right['worlds'][0]['condition']:.3g}; it should be 1"
    )


def matches(yours: Mapping[str, Any], right: Mapping[str, Any]) -> bool:
    """The learner's code has no part in the first two."""
    return agree(yours["worlds"][2], right["worlds"][2])


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
