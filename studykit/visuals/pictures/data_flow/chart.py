"""What goes through a network: each layer with the shape that came out of it (V11)."""

from collections.abc import Mapping
from typing import Any

from studykit.visuals.chart import Box, Boxes, Chart, Panel

TITLE = "Data flows through a Sequential: each Linear sets the size of the last dim, the batch dim stays"


def chart(yours: Mapping[str, Any] | None, right: Mapping[str, Any]) -> Chart:
    """A chain of boxes; the learner's beside the right one, with the first layer that differs marked."""
    panels = [_panel("Right" if yours else "", right["layers"], right["layers"])]
    if yours is not None:
        panels.insert(0, _panel("Yours", yours["layers"], right["layers"]))
    return Chart(_title(yours, right), panels)


def _title(yours: Mapping[str, Any] | None, right: Mapping[str, Any]) -> str:
    own, expected = (_working(numbers["layers"]) for numbers in (yours or right, right))
    if own == expected:
        return TITLE
    place = next((row for row, (a, b) in enumerate(zip(own, expected, strict=False)) if a != b), min(len(own), len(expected)))
    said = [" ".join(layers[place]) if place < len(layers) else "nothing" for layers in (own, expected)]
    return f"Your layers differ: after {' '.join(expected[place - 1])} comes {said[0]}, in the reference {said[1]}"


def matches(yours: Mapping[str, Any], right: Mapping[str, Any]) -> bool:
    """The same layers, but for those that return their input."""
    return _working(yours["layers"]) == _working(right["layers"])


def _working(layers: list[list[str]]) -> list[list[str]]:
    """Without those that return their input."""
    return [layer for layer in layers if layer[0] != "Identity"]


def _panel(title: str, layers: list[list[str]], right: list[list[str]]) -> Panel:
    expected = _working(right)
    ranks = [len(_working(layers[:row])) for row in range(len(layers))]
    nodes = [
        Box(f"{name}\n{shape}", 0, row, marked=name != "Identity" and [[name, shape]] != expected[rank : rank + 1])
        for row, (rank, (name, shape)) in enumerate(zip(ranks, layers, strict=True))
    ]
    return Panel("", "", [Boxes("flow", nodes, [(row, row + 1) for row in range(len(nodes) - 1)])], title)
