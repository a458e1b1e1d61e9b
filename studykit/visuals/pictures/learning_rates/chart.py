"""Loss over epochs for several learning rates, with the largest stable one (V06)."""

from collections.abc import Mapping
from typing import Any

from studykit.visuals.chart import Chart, Line, Panel, Step, Tone
from studykit.visuals.numbers import agree

TITLE = "Too small a learning rate converges slowly; above 2/λmax the loss diverges"
TONES = (Tone.FIFTH, Tone.RIGHT, Tone.THIRD, Tone.FOURTH, Tone.YOURS)


def chart(yours: Mapping[str, Any] | None, right: Mapping[str, Any]) -> Chart:
    """A curve per learning rate on a log axis; the learner's beside the reference. A page shows each learning rate by itself."""
    panels = [_panel(right, "Right" if yours else "")]
    if yours is not None:
        panels.insert(0, _panel(yours, "Yours"))
    rates = right["rates"]
    steps = [Step(f"{rate:g}", [_one_rate(yours, right, place)]) for place, rate in enumerate(rates)]
    return Chart(_title(yours, right), panels, "learning rate", steps)


def _title(yours: Mapping[str, Any] | None, right: Mapping[str, Any]) -> str:
    if yours is None:
        return TITLE
    for rate, curve, expected in zip(right["rates"], yours["curves"], right["curves"], strict=False):
        if not agree(curve, expected):
            ends = [
                f"{len(losses)} {'losses' if len(losses) > 1 else 'loss'}, the last {losses[-1]:.3g}" if losses else "no loss"
                for losses in (curve, expected)
            ]
            return f"Your curve for lr {rate:g} has {ends[0]}; the reference {ends[1]}"
    if not agree(yours["border"], right["border"]):
        said = f"{yours['border']:.4g}" if isinstance(yours["border"], float | int) else "no number"
        return f"Your largest stable learning rate is {said}; 2/λmax is {right['border']:.4g}"
    return TITLE


def _panel(numbers: Mapping[str, Any], title: str) -> Panel:
    rates, border = numbers["rates"], numbers["border"]
    lines = [
        _line(curve, f"lr {rate:g}", TONES[place % len(TONES)])
        for place, (rate, curve) in enumerate(zip(rates, numbers["curves"], strict=False))
    ]
    said = f"{title + ': ' if title else ''}2/λmax = {border:.4g}" if isinstance(border, float) else title
    return Panel("epoch", "mean squared error", lines, title=said, log_y=True)


def _one_rate(yours: Mapping[str, Any] | None, right: Mapping[str, Any], place: int) -> Panel:
    lines = [_line(right["curves"][place], "right" if yours else "loss", Tone.RIGHT, dashed=yours is not None)]
    if yours is not None:
        lines.append(_line(yours["curves"][place] if place < len(yours["curves"]) else [], "yours", Tone.YOURS))
    return Panel("epoch", "mean squared error", lines, title=f"Learning rate {right['rates'][place]:g}", log_y=True)


def _line(curve: list[float], name: str, tone: Tone, dashed: bool = False) -> Line:
    return Line(name, list(range(len(curve))), curve, tone, dashed)
