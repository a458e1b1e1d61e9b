"""Loss and slope of BCE after a sigmoid against BCE with logits, where the logit is large and wrong (V19)."""

from collections.abc import Mapping
from typing import Any

from studykit.visuals.chart import Chart, Line, Panel, Series, Tone

TITLE = "After a sigmoid a confident mistake has no slope left; with logits it keeps it"


def chart(yours: Mapping[str, Any] | None, right: Mapping[str, Any]) -> Chart:
    """The loss for target 0 over the logit, and its slope."""
    return Chart(TITLE, [_panel("loss", "loss of target 0", yours, right), _panel("slope", "slope of the loss", yours, right)])


def _panel(key: str, label: str, yours: Mapping[str, Any] | None, right: Mapping[str, Any]) -> Panel:
    z, own, word = right["z"], yours or right, "your " if yours else ""
    series: list[Series] = [
        Line("torch: sigmoid, then BCE", z, right["torch"][key], Tone.DATA, dashed=True),
        Line(f"{word}BCE with logits", z, own["with_logits"][key], Tone.YOURS if yours else Tone.RIGHT),
        Line(f"{word}sigmoid, then BCE", z, own["after_sigmoid"][key], Tone.FOURTH if yours else Tone.THIRD),
    ]
    return Panel("logit z", label, series)
