"""Where the learner's model says inner and where outer, over the two rings (V16)."""

from collections.abc import Mapping
from math import log
from typing import Any

from studykit.visuals.chart import Chart, Panel, Points, Series, Surface, Tone

TITLE = "The border between the classes: a model that bends goes around the inner ring"
SURE = 0.001  # closer to 0 or 1 a probability has lost its logit to rounding
STRAIGHT = 0.01  # the bend of the logits from cell to cell, as a share of their slope
MOST = 0.9
LEVELS = (0.1, 0.5, 0.9)


def chart(yours: Mapping[str, Any] | None, right: Mapping[str, Any]) -> Chart:
    """The probability of the inner ring as contours at 0.1, 0.5 and 0.9, with the share of right answers."""
    panels = [_panel("Right" if yours else "The model", right)]
    if yours is not None:
        panels.insert(0, _panel("Yours", yours))
    return Chart(_title(yours, right), panels)


def _title(yours: Mapping[str, Any] | None, right: Mapping[str, Any]) -> str:
    own, word = (yours, "Your border") if yours else (right, "The border")
    share = f"{own['accuracy']:.0%} of new points are right"
    if _is_straight(own["probability"]):
        return f"{word} is straight, as no activation bends it: {share}"
    bent = "goes around the inner ring" if own["accuracy"] >= MOST else "is not straight, but parts the rings badly"
    return f"{word} {bent}: {share}"


def _is_straight(probability: list[list[float]]) -> bool:
    """Whether the logits go up evenly along each row and column, as those of a linear model do."""
    slopes, bends = [0.0], [0.0]
    for line in [*probability, *zip(*probability, strict=True)]:
        for triple in zip(line, line[1:], line[2:], strict=False):
            if all(SURE < p < 1 - SURE for p in triple):
                a, b, c = (log(p / (1 - p)) for p in triple)
                slopes.append(abs(c - a) / 2)
                bends.append(abs(a - 2 * b + c))
    return max(bends) <= STRAIGHT * max(slopes)


def _panel(title: str, numbers: Mapping[str, Any]) -> Panel:
    inner = [point for point, label in zip(numbers["points"], numbers["labels"], strict=True) if label]
    outer = [point for point, label in zip(numbers["points"], numbers["labels"], strict=True) if not label]
    series: list[Series] = [
        Surface("probability", numbers["x"], numbers["y"], numbers["probability"], LEVELS, log=False),
        Points("inner ring", [x for x, _ in inner], [y for _, y in inner], Tone.YOURS),
        Points("outer ring", [x for x, _ in outer], [y for _, y in outer], Tone.RIGHT),
    ]
    return Panel("x₁", "x₂", series, title=f"{title}: {numbers['accuracy']:.0%} right", equal=True)
