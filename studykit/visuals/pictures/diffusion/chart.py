"""Points on their way into noise, and samples on their way out of it, by the learner's own code (V20)."""

from collections.abc import Mapping
from math import inf, isfinite
from typing import Any

from studykit.visuals.chart import Chart, Panel, Points, Series, Step, Tone

TITLE = "Diffusion: noise takes the data away step by step, and the way back makes samples of noise"
LIMITS = (-3.2, 3.2)
EXACT = 0.005  # more of a difference in the shares is seen
ALIKE = 1.5  # times as large or small; 200 points make a difference of a tenth by chance

Numbers = Mapping[str, Any]


def chart(yours: Numbers | None, right: Numbers) -> Chart:
    """The points at four steps; a page moves through twelve."""
    title = _forward(yours, right) if right["way"] == "forward" else _back(yours, right)
    order = sorted(right["steps"], reverse=right["way"] == "back")
    steps = [Step(f"{step}", [_panel(yours, right, step)]) for step in order]
    return Chart(title, [_panel(yours, right, step) for step in right["shown"]], "step", steps)


def _forward(yours: Numbers | None, right: Numbers) -> str:
    own, shown = yours or right, [right["steps"].index(step) for step in right["shown"]]
    parts, expected = ([(numbers["signal"][place], numbers["noise"][place]) for place in shown] for numbers in (own, right))
    errors = [max(abs(a - b) if isfinite(a) else inf for a, b in zip(*pair, strict=True)) for pair in zip(parts, expected, strict=True)]
    if max(errors) > EXACT:
        worst = errors.index(max(errors))
        return f"At step {right['shown'][worst]} yours is {_mix(parts[worst])}, and should be {_mix(expected[worst])}"
    said = ", ".join(f"{data**2:.0%}" if data**2 > 0.01 else f"{data**2:.1%}" for data, _ in parts)
    return f"Noise takes over: of the data's variance {said} is left at steps {', '.join(str(step) for step in right['shown'])}"


def _mix(parts: tuple[float, float]) -> str:
    return f"{parts[0] + 0.0:.2f} · data + {parts[1] + 0.0:.2f} · noise"


def _back(yours: Numbers | None, right: Numbers) -> str:
    own, word = (yours, "Your samples") if yours else (right, "The samples")
    steps = right["steps"][-1]
    if own["calls"] != steps:
        return f"Your loop asks the denoiser {own['calls']} times, for {steps} steps"
    if not 1 / ALIKE <= own["spread"] <= ALIKE:
        return f"Your loop starts from points with a spread of {own['spread']:.2f}; pure noise has 1"
    if not 1 / ALIKE <= own["distance"][1] / right["distance"][1] <= ALIKE:
        return f"Your samples end {own['distance'][1]:.2f} from the data on average, the right ones {right['distance'][1]:.2f}"
    return f"{word} come out of noise: {own['distance'][0]:.2f} from the data at first, {own['distance'][1]:.2f} after {steps} steps"


def _panel(yours: Numbers | None, right: Numbers, step: int) -> Panel:
    series: list[Series] = [_points("right" if yours else "points", right, step, Tone.RIGHT)]
    if yours is not None:
        series.append(_points("yours", yours, step, Tone.YOURS))
    is_start = right["way"] == "back" and step == right["steps"][-1]
    title = "Pure noise" if is_start else f"After step {step}"
    return Panel("x₁", "x₂", series, title=title, equal=True, x_limits=LIMITS, y_limits=LIMITS)


def _points(name: str, numbers: Numbers, step: int, tone: Tone) -> Points:
    points = numbers["points"][numbers["steps"].index(step)]
    return Points(name, [x for x, _ in points], [y for _, y in points], tone)
