"""Which class is predicted for which, counted by the learner (V18)."""

from collections.abc import Mapping
from typing import Any

from studykit.visuals.chart import Chart, Image, Panel
from studykit.visuals.numbers import agree

TITLE = "A confusion matrix: correct predictions on the diagonal, each kind of error in its own cell"


def chart(yours: Mapping[str, Any] | None, right: Mapping[str, Any]) -> Chart:
    """The counts as shades with their numbers."""
    panels = [_panel("Right" if yours else "Three classes", right)]
    if yours is not None:
        panels.insert(0, _panel("Yours", yours))
    return Chart(_title(yours, right), panels)


def _title(yours: Mapping[str, Any] | None, right: Mapping[str, Any]) -> str:
    if yours is None:
        return TITLE
    own, expected = yours["matrix"], right["matrix"]
    if own != expected and [list(column) for column in zip(*own, strict=True)] == expected:
        return "Your matrix is transposed: true and predicted classes are swapped, so each error is in the mirrored cell"
    wrong = sum(not agree(a, b) for row, other in zip(own, expected, strict=True) for a, b in zip(row, other, strict=True))
    if wrong:
        return f"{wrong} of {len(expected) ** 2} cells of your matrix differ from the counts"
    if not agree(yours["accuracy"], right["accuracy"]):
        return f"Your accuracy is {yours['accuracy']:.4g}; the diagonal has a fraction of {right['accuracy']:.4g} of the samples"
    return TITLE


def _panel(title: str, numbers: Mapping[str, Any]) -> Panel:
    cells = numbers["matrix"]
    texts = [[f"{value:g}" for value in row] for row in cells]
    return Panel("predicted class", "true class", [Image("samples", cells, texts)], title=f"{title}: accuracy {numbers['accuracy']:.2f}")
