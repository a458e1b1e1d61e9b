"""Which class is taken for which, counted by the learner (V18)."""

from collections.abc import Mapping
from typing import Any

from studykit.visuals.chart import Chart, Image, Panel

TITLE = "A confusion matrix: right answers on the diagonal, each mistake in its own cell"


def chart(yours: Mapping[str, Any] | None, right: Mapping[str, Any]) -> Chart:
    """The counts as shades with their numbers."""
    panels = [_panel("Right" if yours else "Three classes", right)]
    if yours is not None:
        panels.insert(0, _panel("Yours", yours))
    return Chart(TITLE, panels)


def _panel(title: str, numbers: Mapping[str, Any]) -> Panel:
    cells = numbers["matrix"]
    texts = [[f"{value:g}" for value in row] for row in cells]
    return Panel("predicted class", "true class", [Image("rows", cells, texts)], title=f"{title}: accuracy {numbers['accuracy']:.2f}")
