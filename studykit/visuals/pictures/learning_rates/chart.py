"""Loss over epochs for several learning rates, with the border beyond which it grows (V06)."""

from collections.abc import Mapping
from typing import Any

from studykit.visuals.chart import Chart, Line, Panel, Step, Tone

TITLE = "Too small a learning rate crawls; beyond 2/λmax the loss grows"
TONES = (Tone.FIFTH, Tone.RIGHT, Tone.THIRD, Tone.FOURTH, Tone.YOURS)


def chart(yours: Mapping[str, Any] | None, right: Mapping[str, Any]) -> Chart:
    """A curve a rate on a log axis; the learner's beside the right ones. A page shows each rate by itself."""
    panels = [_panel(right, "Right" if yours else "")]
    if yours is not None:
        panels.insert(0, _panel(yours, "Yours"))
    rates = right["rates"]
    steps = [Step(f"{rate:g}", [_panel(yours or right, f"Learning rate {rate:g}", place)]) for place, rate in enumerate(rates)]
    return Chart(TITLE, panels, "learning rate", steps)


def _panel(numbers: Mapping[str, Any], title: str, only: int | None = None) -> Panel:
    shown = range(len(numbers["rates"])) if only is None else [only]
    border = numbers["border"]
    lines = [_line(numbers["curves"][place], f"lr {numbers['rates'][place]:g}", TONES[place % len(TONES)]) for place in shown]
    said = f"{title + ': ' if title else ''}2/λmax = {border:.4g}" if isinstance(border, float) else title
    return Panel("epoch", "mean squared error", lines, title=said, log_y=True)


def _line(curve: list[float], name: str, tone: Tone) -> Line:
    return Line(name, list(range(len(curve))), curve, tone)
