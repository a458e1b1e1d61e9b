"""The learner's activation functions and the derivatives that autograd finds for them (V17)."""

from collections.abc import Mapping
from typing import Any

from studykit.visuals.chart import Chart, Line, Panel, Series, Tone
from studykit.visuals.numbers import agree

TITLE = "Activations and their derivatives: sigmoid and tanh saturate, ReLU does not for positive inputs"


def chart(yours: Mapping[str, Any] | None, right: Mapping[str, Any]) -> Chart:
    """Values and derivatives of each function in a panel."""
    return Chart(_title(yours, right), [_panel(name, yours, right) for name in right["names"]])


def _title(yours: Mapping[str, Any] | None, right: Mapping[str, Any]) -> str:
    parts = {"values": "values", "slopes": "derivative"}
    wrong = [(name, part) for name in right["names"] for part in parts if yours and not agree(yours[part][name], right[part][name])]
    return f"Different from the reference: {', '.join(f'your {parts[part]} of {name}' for name, part in wrong)}" if wrong else TITLE


def _panel(name: str, yours: Mapping[str, Any] | None, right: Mapping[str, Any]) -> Panel:
    x = right["x"]
    own = yours or right
    word = "your " if yours else ""
    tone = Tone.YOURS if yours else Tone.RIGHT
    series: list[Series] = [Line(f"{word}value", x, own["values"][name], tone)]
    if yours is not None:
        series.append(Line("right value", x, right["values"][name], Tone.RIGHT, dashed=True))
    if own["slopes"][name] is not None:
        series.append(Line(f"{word}derivative", x, own["slopes"][name], Tone.FOURTH if yours else Tone.THIRD, dashed=True))
    at_zero = _at_zero(x, own["slopes"][name])
    return Panel("x", "value and derivative", series, title=f"{name}: derivative {at_zero} at 0", y_limits=(-1.6, 2.6))


def _at_zero(x: list[float], slopes: list[float] | None) -> str:
    return "none" if slopes is None else f"{slopes[min(range(len(x)), key=lambda place: abs(x[place]))]:.3g}"
