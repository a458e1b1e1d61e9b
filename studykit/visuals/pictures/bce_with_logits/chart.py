"""Loss and gradient of BCE after a sigmoid against BCE with logits, where the logit is large and wrong (V19)."""

from collections.abc import Mapping
from math import isfinite
from typing import Any

from studykit.visuals.chart import Chart, Line, Panel, Series, Tone
from studykit.visuals.numbers import agree

TITLE = "BCE after a sigmoid: the gradient of a confident wrong prediction vanishes; BCE with logits keeps it"

KEYS = {"loss": "loss", "slope": "gradient"}


def chart(yours: Mapping[str, Any] | None, right: Mapping[str, Any]) -> Chart:
    """The loss for target 0 over the logit, and its gradient."""
    panels = [_panel("loss", "loss for target 0", yours, right), _panel("slope", "gradient of the loss", yours, right)]
    return Chart(_title(yours, right), panels)


def _title(yours: Mapping[str, Any] | None, right: Mapping[str, Any]) -> str:
    """Of wrong losses, the largest logit at which one is wrong."""
    if yours is None:
        return TITLE
    for name, words in {"with_logits": "BCE with logits", "after_sigmoid": "BCE after a sigmoid"}.items():
        for key in ("loss", "slope"):
            wrong = [
                place for place in range(len(right["z"])) if _is_wrong(yours[name][key][place], right[name][key][place], right["z"][place])
            ]
            if wrong:
                own, expected = (numbers[name][key][wrong[-1]] for numbers in (yours, right))
                what = f"{KEYS[key]} of your {words} at logit {right['z'][wrong[-1]]:.3g}"
                return f"The {what} is {own:.3g}; the reference gives {expected:.3g}"
    return TITLE


def _is_wrong(own: float, expected: float, logit: float) -> bool:
    """At 0 a right formula may have a corner, and where float32 has lost the number, that is no fault."""
    return abs(logit) > 1 and isfinite(expected) and not agree(own, expected, 1e-3)


def _panel(key: str, label: str, yours: Mapping[str, Any] | None, right: Mapping[str, Any]) -> Panel:
    z, own, word = right["z"], yours or right, "your " if yours else ""
    series: list[Series] = [
        Line("torch: sigmoid, then BCE", z, right["torch"][key], Tone.DATA, dashed=True),
        Line(f"{word}BCE with logits", z, own["with_logits"][key], Tone.YOURS if yours else Tone.RIGHT),
        Line(f"{word}sigmoid, then BCE", z, own["after_sigmoid"][key], Tone.FOURTH if yours else Tone.THIRD),
    ]
    return Panel("logit z", label, series)
