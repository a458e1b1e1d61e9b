"""Training and test loss over the epochs, as the learner's loop kept them (V09)."""

from collections.abc import Mapping
from typing import Any

from studykit.visuals.chart import Chart, Line, Panel, Series, Tone

TITLE = "Both losses over the epochs: where they part, the model learns its training rows by heart"


def chart(yours: Mapping[str, Any] | None, right: Mapping[str, Any]) -> Chart:
    """Four lines at most, on a log axis."""
    series: list[Series] = [
        Line("right, training" if yours else "training", right["epochs"], right["train"], Tone.RIGHT),
        Line("right, test" if yours else "test", right["epochs"], right["test"], Tone.THIRD, dashed=True),
    ]
    if yours is not None:
        series.append(Line("your training", yours["epochs"], yours["train"], Tone.YOURS))
        series.append(Line("your test", yours["epochs"], yours["test"], Tone.FOURTH, dashed=True))
    return Chart(TITLE, [Panel("epoch", "mean squared error", series, log_y=True)])
