"""The loss over bias and weight, each point computed by the learner's own loss (V02)."""

from collections.abc import Mapping
from math import inf, isfinite, log10
from typing import Any

from studykit.visuals.chart import Chart, Panel, Points, Surface, Tone
from studykit.visuals.numbers import agree

TITLE = "The loss over bias and weight, and its minimum"

LEVELS = tuple(10 ** (log10(0.02) + step * (log10(20) - log10(0.02)) / 14) for step in range(15))


def chart(yours: Mapping[str, Any] | None, right: Mapping[str, Any]) -> Chart:
    """One surface, or the learner's and the right one side by side; least squares marks the true minimum."""
    panels = [_panel(right, "The mean squared error" if yours is None else "Right")]
    if yours is not None:
        panels.insert(0, _panel(yours, "Yours"))
    return Chart(_title(yours, right), panels)


def _title(yours: Mapping[str, Any] | None, right: Mapping[str, Any]) -> str:
    """Of a wrong loss the point with the largest difference."""
    if yours is None or agree(yours["loss"], right["loss"]):
        return TITLE
    cells = [(row, column) for row in range(len(right["w"])) for column in range(len(right["b"]))]
    wrong = [(row, column) for row, column in cells if not agree(yours["loss"][row][column], right["loss"][row][column])]
    row, column = max(wrong, key=lambda cell: _error(yours["loss"][cell[0]][cell[1]], right["loss"][cell[0]][cell[1]]))
    own, expected = (f"{numbers['loss'][row][column]:.3g}" for numbers in (yours, right))
    where = f"b = {right['b'][column]:.3g}, w = {right['w'][row]:.3g}"
    return f"Your loss differs at {len(wrong)} of {len(cells)} points: at {where} it is {own}, the mean squared error {expected}"


def _error(own: float, expected: float) -> float:
    return abs(own - expected) if isfinite(own) else inf


def lowest(numbers: Mapping[str, Any]) -> tuple[float, float, float]:
    """(b, w, loss) at the minimum over the grid; NaN everywhere has none, and its first point stands for it."""
    cells = [(loss, b, w) for w, row in zip(numbers["w"], numbers["loss"], strict=True) for b, loss in zip(numbers["b"], row, strict=True)]
    loss, b, w = min((cell for cell in cells if cell[0] == cell[0]), default=cells[0])
    return b, w, loss


def _panel(numbers: Mapping[str, Any], title: str) -> Panel:
    b, w, _ = lowest(numbers)
    best = numbers["least_squares"]
    return Panel(
        "bias b",
        "weight w",
        [
            Surface("loss", numbers["b"], numbers["w"], numbers["loss"], LEVELS),
            Points("minimum of this surface", [b], [w], Tone.YOURS),
            Points("least squares", [best[0]], [best[1]], Tone.RIGHT),
        ],
        title=title,
        # The whole grid, also where its contours fill a corner: two surfaces are compared by place.
        x_limits=(numbers["b"][0], numbers["b"][-1]),
        y_limits=(numbers["w"][0], numbers["w"][-1]),
    )
