"""Where the learner's model predicts the inner ring and where the outer one (V16)."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from math import atan2, cos, sin
from typing import Any

from studykit.visuals.chart import Chart, Panel, Points, Series, Surface, Tone

TITLE = "The decision boundary: a model with a non-linearity separates the inner ring from the outer one"
STRAIGHT = 0.5  # cells of the grid that a boundary may lie beside a line
MOST = 0.9
ALIKE = 0.03  # less of a difference in accuracy, or of the grid predicted otherwise, may be chance
LEVELS = (0.1, 0.5, 0.9)


def chart(yours: Mapping[str, Any] | None, right: Mapping[str, Any]) -> Chart:
    """The probability of the inner ring as contours at 0.1, 0.5 and 0.9, with the accuracy."""
    panels = [_panel("Reference" if yours else "The model", right)]
    if yours is not None:
        panels.insert(0, _panel("Yours", yours))
    return Chart(_title(yours, right), panels)


def _title(yours: Mapping[str, Any] | None, right: Mapping[str, Any]) -> str:
    own, word = (yours, "Your decision boundary") if yours else (right, "The decision boundary")
    share = f"{own['accuracy']:.1%} of new samples are correctly classified"
    crossings = boundary(own["probability"])
    if not crossings:
        return f"Your model predicts one class everywhere, so it has no decision boundary: {share}"
    if is_straight(crossings):
        return f"{word} is a straight line, as without a non-linearity: {share}"
    if own["accuracy"] < 1 - MOST:
        return f"{word} separates the rings with the classes swapped: {share}"
    if own["accuracy"] < MOST:
        return f"{word} is curved, but does not separate the rings: {share}"
    if yours is not None and not matches(yours, right):
        where = f"{_otherwise(yours, right):.0%} of the area is predicted otherwise than by the reference"
        return f"Your decision boundary is not the reference's: {where}, and {share}"
    return f"{word} goes around the inner ring: {share}"


def matches(yours: Mapping[str, Any], right: Mapping[str, Any]) -> bool:
    """Another order of random numbers gives another model of the same accuracy, with nearly the same boundary."""
    return abs(yours["accuracy"] - right["accuracy"]) <= ALIKE and _otherwise(yours, right) <= ALIKE and yours["accuracy"] >= MOST


def boundary(probability: list[list[float]]) -> list[tuple[float, float]]:
    """Where the probability crosses 0.5 between two neighbors of the grid, as (column, row)."""
    rows = [(place, number) for number, line in enumerate(probability) for place in _crossed(line)]
    columns = [(float(number), place) for number, line in enumerate(zip(*probability, strict=True)) for place in _crossed(line)]
    return [(x, float(y)) for x, y in [*rows, *columns]]


def is_straight(points: list[tuple[float, float]]) -> bool:
    """Whether all points lie on one line, by the distances from the line of least squares."""
    middle = [sum(values) / len(points) for values in zip(*points, strict=True)]
    xx, yy, xy = (sum((p[i] - middle[i]) * (p[k] - middle[k]) for p in points) for i, k in ((0, 0), (1, 1), (0, 1)))
    angle = atan2(2 * xy, xx - yy) / 2
    return all(abs((y - middle[1]) * cos(angle) - (x - middle[0]) * sin(angle)) <= STRAIGHT for x, y in points)


def _crossed(line: Sequence[float]) -> Iterator[float]:
    for place, (a, b) in enumerate(pairwise(line)):
        if (a > 0.5) != (b > 0.5):
            yield place + (0.5 - a) / (b - a)


def _otherwise(yours: Mapping[str, Any], right: Mapping[str, Any]) -> float:
    """The fraction of the grid for which the other class is predicted."""
    own, expected = ([value > 0.5 for row in numbers["probability"] for value in row] for numbers in (yours, right))
    return [a != b for a, b in zip(own, expected, strict=True)].count(True) / len(right["x"]) ** 2


def _panel(title: str, numbers: Mapping[str, Any]) -> Panel:
    inner = [point for point, label in zip(numbers["points"], numbers["labels"], strict=True) if label]
    outer = [point for point, label in zip(numbers["points"], numbers["labels"], strict=True) if not label]
    series: list[Series] = [
        Surface("probability", numbers["x"], numbers["y"], numbers["probability"], LEVELS, log=False),
        Points("inner ring", [x for x, _ in inner], [y for _, y in inner], Tone.YOURS),
        Points("outer ring", [x for x, _ in outer], [y for _, y in outer], Tone.RIGHT),
    ]
    return Panel("x₁", "x₂", series, title=f"{title}: accuracy {numbers['accuracy']:.1%}", equal=True)
