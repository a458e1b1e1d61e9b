"""Training and test loss over the epochs, as the learner's loop kept them (V09)."""

from collections.abc import Mapping
from typing import Any

from studykit.visuals.chart import Chart, Line, Panel, Series, Tone
from studykit.visuals.numbers import agree

TITLE = "Training and test loss over the epochs: where they separate, the model overfits"


def chart(yours: Mapping[str, Any] | None, right: Mapping[str, Any]) -> Chart:
    """Four lines at most, on a log axis."""
    series: list[Series] = [
        Line("right, training" if yours else "training", right["epochs"], right["train"], Tone.RIGHT),
        Line("right, test" if yours else "test", right["epochs"], right["test"], Tone.THIRD, dashed=True),
    ]
    if yours is not None:
        series.append(_line("your training", yours, "train", Tone.YOURS))
        series.append(_line("your test", yours, "test", Tone.FOURTH, dashed=True))
    return Chart(_title(yours, right), [Panel("epoch", "mean squared error", series, log_y=True)])


def _title(yours: Mapping[str, Any] | None, right: Mapping[str, Any]) -> str:
    for name in ("epochs", "train", "test") if yours is not None else ():
        own, expected = (yours or right)[name], right[name]
        if not agree(own, expected):
            ends = [f"{values[-1]:.3g}" if values else "nothing" for values in (own, expected)]
            counts = f"{len(own)} values, the last {ends[0]}; the reference {len(expected)}, the last {ends[1]}"
            return f"Your list '{name}' has {counts}: they differ"
    return TITLE


def _line(name: str, numbers: Mapping[str, Any], key: str, tone: Tone, dashed: bool = False) -> Line:
    """As far as both of the learner's lists go."""
    points = list(zip(numbers["epochs"], numbers[key], strict=False))
    return Line(name, [x for x, _ in points], [y for _, y in points], tone, dashed)
