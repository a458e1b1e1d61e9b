"""The loss over bias and weight, each point computed by the learner's own loss (V02)."""

from collections.abc import Mapping
from math import log10
from typing import Any

from studykit.visuals.chart import Chart, Panel, Points, Surface, Tone

TITLE = "The loss over bias and weight, and where it is smallest"

LEVELS = tuple(10 ** (log10(0.02) + step * (log10(20) - log10(0.02)) / 14) for step in range(15))


def chart(yours: Mapping[str, Any] | None, right: Mapping[str, Any]) -> Chart:
    """One surface, or the learner's and the right one side by side; least squares marks the true minimum."""
    panels = [_panel(right, "The mean squared error" if yours is None else "Right")]
    if yours is not None:
        panels.insert(0, _panel(yours, "Yours"))
    return Chart(TITLE, panels)


def lowest(numbers: Mapping[str, Any]) -> tuple[float, float, float]:
    """(b, w, loss) of the lowest point of the grid."""
    cells = [(loss, b, w) for w, row in zip(numbers["w"], numbers["loss"], strict=True) for b, loss in zip(numbers["b"], row, strict=True)]
    loss, b, w = min(cell for cell in cells if cell[0] == cell[0])
    return b, w, loss


def _panel(numbers: Mapping[str, Any], title: str) -> Panel:
    b, w, _ = lowest(numbers)
    best = numbers["least_squares"]
    return Panel(
        "bias b",
        "weight w",
        [
            Surface("loss", numbers["b"], numbers["w"], numbers["loss"], LEVELS),
            Points("lowest point of this surface", [b], [w], Tone.YOURS),
            Points("least squares", [best[0]], [best[1]], Tone.RIGHT),
        ],
        title=title,
        # The whole grid, also where its contours fill a corner: two surfaces are compared by place.
        x_limits=(numbers["b"][0], numbers["b"][-1]),
        y_limits=(numbers["w"][0], numbers["w"][-1]),
    )
