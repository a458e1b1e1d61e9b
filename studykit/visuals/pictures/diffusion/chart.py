"""The forward process from data to noise, and the reverse process from noise to samples, by the learner's own code (V20)."""

from collections.abc import Mapping
from itertools import chain
from math import dist, inf, isfinite, sqrt
from statistics import pvariance
from typing import Any

from studykit.visuals.chart import Chart, Panel, Points, Series, Step, Tone
from studykit.visuals.numbers import agree

TITLE = "Diffusion: the forward process turns data into noise, timestep by timestep; the reverse process generates samples"
LIMITS = (-3.2, 3.2)
EXACT = 0.005  # more of a difference in the coefficients is seen
NEAR = 0.2  # a data set of standard deviation 1 is covered by 200 samples that are as near
ALIKE = 1.5  # times as large or small; 200 points make a difference of a tenth by chance

Numbers = Mapping[str, Any]


def chart(yours: Numbers | None, right: Numbers) -> Chart:
    """The points at four timesteps; a page moves through twelve."""
    title = _forward(yours, right) if right["way"] == "forward" else _back(yours, right)
    order = sorted(right["steps"], reverse=right["way"] == "back")
    steps = [Step(f"{step}", [_panel(yours, right, step)]) for step in order]
    return Chart(title, [_panel(yours, right, step) for step in right["shown"]], "timestep", steps)


def _forward(yours: Numbers | None, right: Numbers) -> str:
    own, shown = yours or right, [right["steps"].index(step) for step in right["shown"]]
    parts, expected = ([(numbers["signal"][place], numbers["noise"][place]) for place in shown] for numbers in (own, right))
    errors = [max(abs(a - b) if isfinite(a) else inf for a, b in zip(*pair, strict=True)) for pair in zip(parts, expected, strict=True)]
    if max(errors) > EXACT:
        worst = errors.index(max(errors))
        return f"At t = {right['shown'][worst]} your x_t is {_mix(parts[worst])}; the reference is {_mix(expected[worst])}"
    said = ", ".join(f"{data**2:.0%}" if data**2 > 0.01 else f"{data**2:.1%}" for data, _ in parts)
    return f"Noise replaces the data: {said} of its variance is left at t = {', '.join(str(step) for step in right['shown'])}"


def _mix(parts: tuple[float, float]) -> str:
    return f"{parts[0] + 0.0:.2f} · data + {parts[1] + 0.0:.2f} · noise"


def _back(yours: Numbers | None, right: Numbers) -> str:
    if yours is not None and (wrong := _wrong_samples(yours, right)):
        return wrong
    own, word = (yours, "Your") if yours else (right, "The")
    first, last = own["distance"]
    return f"{word} samples are generated from noise: {first:.2f} from the data at first, {last:.2f} after {right['steps'][-1]} timesteps"


def _wrong_samples(yours: Numbers, right: Numbers) -> str:
    """What is wrong of generated samples; empty if they are as good as the reference's."""
    steps, (own, expected) = right["steps"][-1], (_generated(numbers) for numbers in (yours, right))
    if yours["calls"] != steps:
        return f"Your loop evaluates the denoiser {yours['calls']} times, for {steps} timesteps"
    if not 1 / ALIKE <= yours["spread"] <= ALIKE:
        return f"Your loop starts from samples with a standard deviation of {yours['spread']:.2f}; pure noise has 1"
    if not all(map(isfinite, chain.from_iterable(own))):
        return "Your generated samples are not finite"
    # Before the distance: samples in one place of the data are near it, and no good samples.
    if missed(own, expected) > NEAR:
        spread = [f"{_deviation(samples):.2f}" for samples in (own, expected)]
        return f"Your generated samples do not cover the data: their standard deviation is {spread[0]}, the reference's {spread[1]}"
    if not 1 / ALIKE <= yours["distance"][1] / right["distance"][1] <= ALIKE:
        ends = [f"{numbers['distance'][1]:.2f}" for numbers in (yours, right)]
        return f"Your generated samples are {ends[0]} from the data on average, the reference's {ends[1]}"
    return ""


def missed(own: list[list[float]], expected: list[list[float]]) -> float:
    """The mean distance from each of the reference's samples to the nearest of the learner's."""
    return sum(min(dist(sample, other) for other in own) for sample in expected) / len(expected)


def matches(yours: Numbers, right: Numbers) -> bool:
    """Samples that another order of random numbers gives are others, and as good."""
    if right["way"] == "forward":
        return agree(yours, right)
    return not _wrong_samples(yours, right)


def _generated(numbers: Numbers) -> list[list[float]]:
    samples: list[list[float]] = numbers["points"][numbers["steps"].index(0)]
    return samples


def _deviation(samples: list[list[float]]) -> float:
    return sqrt(sum(pvariance(values) for values in zip(*samples, strict=True)) / 2)


def _panel(yours: Numbers | None, right: Numbers, step: int) -> Panel:
    series: list[Series] = [_points("right" if yours else "points", right, step, Tone.RIGHT)]
    if yours is not None:
        series.append(_points("yours", yours, step, Tone.YOURS))
    is_start = right["way"] == "back" and step == right["steps"][-1]
    title = "Pure noise" if is_start else f"After t = {step}"
    return Panel("x₁", "x₂", series, title=title, equal=True, x_limits=LIMITS, y_limits=LIMITS)


def _points(name: str, numbers: Numbers, step: int, tone: Tone) -> Points:
    points = numbers["points"][numbers["steps"].index(step)]
    return Points(name, [x for x, _ in points], [y for _, y in points], tone)
