"""What a tensor is: a scalar, a vector, a matrix, a batch of them, each with the shape that torch gives (V10)."""

from collections.abc import Mapping
from typing import Any

from studykit.visuals.chart import Chart, Image, Panel
from studykit.visuals.numbers import agree

TITLE = "The shape of a tensor has one size per dim"


def chart(yours: Mapping[str, Any] | None, right: Mapping[str, Any]) -> Chart:
    """A panel a tensor: a scalar, and what the learner's data set and loader give for a row and a batch."""
    return Chart(_title(yours, right), [_panel(entry) for entry in (yours or right)["tensors"]])


def _title(yours: Mapping[str, Any] | None, right: Mapping[str, Any]) -> str:
    return (_wrong(yours, right) if yours is not None else "") or TITLE


def _wrong(yours: Mapping[str, Any], right: Mapping[str, Any]) -> str:
    """What is wrong of the learner's tensors; empty if nothing is. Which samples are in a shuffled batch is up to chance."""
    for own, expected in zip(yours["tensors"], right["tensors"], strict=False):
        rows = [tuple(row) for row in own["values"]]
        if own["shape"] != expected["shape"]:
            return f"With your code, {own['name']} has shape {_shape(own)}; the reference {_shape(expected)}"
        if len(own["shape"]) < 2 and not agree(own["values"], expected["values"]):
            return f"With your code, {own['name']} has other values than with the reference"
        if len(own["shape"]) == 2 and rows == sorted(rows) and rows[0][0] == 0 == rows[-1][0] - 3 * (len(rows) - 1):
            return f"With your code, {own['name']} has the first samples in their order: it is not shuffled"
        if len(own["shape"]) == 2 and (len(set(rows)) < len(rows) or any(not _is_sample(row) for row in rows)):
            return f"With your code, {own['name']} has rows that are no samples, or the same sample twice"
    return ""


def matches(yours: Mapping[str, Any], right: Mapping[str, Any]) -> bool:
    """The same shapes, and samples in any order."""
    return not _wrong(yours, right)


def _is_sample(row: tuple[float, ...]) -> bool:
    """Whether it is a row of the data, which counts on from 0, three values a row."""
    return row[0] % 3 == 0 and row == (row[0], row[0] + 1, row[0] + 2)


def _panel(entry: Mapping[str, Any]) -> Panel:
    cells = entry["values"]
    texts = [[f"{value:.3g}" for value in row] for row in cells]
    title = f"{entry['name']}: shape {_shape(entry)}, {len(entry['shape'])} dims".replace(" 1 dims", " 1 dim")
    return Panel("dim −1", "dim −2", [Image(entry["name"], cells, texts)], title=title)


def _shape(entry: Mapping[str, Any]) -> str:
    return "(" + ", ".join(str(size) for size in entry["shape"]) + ("," if len(entry["shape"]) == 1 else "") + ")"
