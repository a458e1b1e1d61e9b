"""The loss along one parameter while the other stays, with the learner's gradient as tangent (V04)."""

from collections.abc import Mapping
from typing import Any

from studykit.visuals.chart import Chart, Line, Panel, Points, Series, Step, Tone
from studykit.visuals.numbers import agree

TITLE = "Each partial derivative is the slope of the loss along one parameter: the tangent touches the curve"
REACH = 0.8  # how far a tangent is drawn to either side


def chart(yours: Mapping[str, Any] | None, right: Mapping[str, Any]) -> Chart:
    """A panel a parameter; a page moves the point along the curve."""
    middle = len(right["b"]["at"]) // 4
    steps = [Step(f"{at:.2f}", _panels(yours, right, place)) for place, at in enumerate(right["b"]["at"])]
    return Chart(_title(yours, right), _panels(yours, right, middle), "b, or w, is", steps)


def _title(yours: Mapping[str, Any] | None, right: Mapping[str, Any]) -> str:
    wrong = [name for name in "bw" if yours is not None and not agree(yours[name]["slope"], right[name]["slope"])]
    where = " and ".join(wrong)
    return f"Your partial derivative with respect to {where} is not the slope of the curve: its line is no tangent" if wrong else TITLE


def _panels(yours: Mapping[str, Any] | None, right: Mapping[str, Any], place: int) -> list[Panel]:
    return [_panel(name, label, yours, right, place) for name, label in (("b", "bias b"), ("w", "weight w"))]


def _panel(name: str, label: str, yours: Mapping[str, Any] | None, right: Mapping[str, Any], place: int) -> Panel:
    section = right[name]
    at, loss = section["at"][place], section["loss"][place]
    series: list[Series] = [Line("loss", section["at"], section["loss"], Tone.DATA), Points("here", [at], [loss], Tone.THIRD)]
    series.append(_tangent("reference" if yours else "partial derivative", at, loss, right[name]["slope"][place], Tone.RIGHT))
    if yours is not None:
        series.append(_tangent("yours", at, loss, yours[name]["slope"][place], Tone.YOURS))
    return Panel(label, "mean squared error", series, title=f"Along {name}", y_limits=(-1.0, max(section["loss"]) + 1.0))


def _tangent(name: str, at: float, loss: float, slope: float, tone: Tone) -> Line:
    return Line(f"{name} {slope:.3g}", [at - REACH, at + REACH], [loss - REACH * slope, loss + REACH * slope], tone)
