"""What goes through a network: each layer with the shape that came out of it (V11)."""

from collections.abc import Mapping
from typing import Any

from studykit.visuals.chart import Box, Boxes, Chart, Panel

TITLE = "Data flows through a Sequential: each layer changes the last number of the shape, the rows stay"


def chart(yours: Mapping[str, Any] | None, right: Mapping[str, Any]) -> Chart:
    """A chain of boxes; the learner's beside the right one, with the first layer that differs marked."""
    panels = [_panel("Right" if yours else "", right["layers"], right["layers"])]
    if yours is not None:
        panels.insert(0, _panel("Yours", yours["layers"], right["layers"]))
    return Chart(TITLE, panels)


def _panel(title: str, layers: list[list[str]], right: list[list[str]]) -> Panel:
    nodes = [
        Box(f"{name}\n{shape}", 0, row, marked=row >= len(right) or [name, shape] != right[row]) for row, (name, shape) in enumerate(layers)
    ]
    return Panel("", "", [Boxes("flow", nodes, [(row, row + 1) for row in range(len(nodes) - 1)])], title)
