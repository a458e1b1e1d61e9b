"""What a tensor is: a number, a row, a table, a stack of tables, each with the shape that torch says (V10)."""

from collections.abc import Mapping
from typing import Any

from studykit.visuals.chart import Chart, Image, Panel

TITLE = "A tensor has as many axes as its shape has numbers"


def chart(yours: Mapping[str, Any] | None, right: Mapping[str, Any]) -> Chart:
    """A panel a tensor: a scalar, and what the learner's data set and loader give for a row and a batch."""
    return Chart(TITLE, [_panel(entry) for entry in (yours or right)["tensors"]])


def _panel(entry: Mapping[str, Any]) -> Panel:
    cells = entry["values"]
    texts = [[f"{value:.3g}" for value in row] for row in cells]
    shape = "(" + ", ".join(str(size) for size in entry["shape"]) + ("," if len(entry["shape"]) == 1 else "") + ")"
    title = f"{entry['name']}: shape {shape}, {len(entry['shape'])} axes".replace(" 1 axes", " 1 axis")
    return Panel("axis −1", "axis −2", [Image(entry["name"], cells, texts)], title=title)
