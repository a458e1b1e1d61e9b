"""Precision and recall over the threshold, and against each other, by the learner's counts (V18)."""

from collections.abc import Mapping
from typing import Any

from studykit.visuals.chart import Chart, Line, Panel, Series, Tone
from studykit.visuals.numbers import agree

TITLE = "The threshold trades false positives against false negatives: recall never rises with it, precision may"


def chart(yours: Mapping[str, Any] | None, right: Mapping[str, Any]) -> Chart:
    """Both over the threshold, and one against the other."""
    own, word, tone = (yours, "your ", Tone.YOURS) if yours else (right, "", Tone.RIGHT)
    second = Tone.FOURTH if yours else Tone.THIRD
    over = [
        Line(f"{word}precision", own["thresholds"], own["precision"], tone),
        Line(f"{word}recall", own["thresholds"], own["recall"], second, dashed=True),
    ]
    against: list[Series] = [Line(f"{word}curve", own["recall"], own["precision"], tone)]
    if yours is not None:
        against.append(Line("right curve", right["recall"], right["precision"], Tone.RIGHT, dashed=True))
    best = f"best F1 at {own['best']:.3g}" if isinstance(own["best"], float) else ""
    limits = (-0.05, 1.05)
    return Chart(
        _title(yours, right),
        [
            Panel("threshold", "precision, recall", over, title=best, y_limits=limits),
            Panel("recall", "precision", against, title="Precision over recall", x_limits=limits, y_limits=limits),
        ],
    )


def _title(yours: Mapping[str, Any] | None, right: Mapping[str, Any]) -> str:
    if yours is None:
        return TITLE
    for name in ("precision", "recall"):
        wrong = sum(not agree(a, b) for a, b in zip(yours[name], right[name], strict=False))
        if wrong or len(yours[name]) != len(right[name]):
            return f"Your {name} differs from the counts at {wrong} of {len(right['thresholds'])} thresholds"
    if not agree(yours["best"], right["best"]):
        return f"Your best threshold is {yours['best']:.4g}; F1 is largest at {right['best']:.4g}"
    return TITLE
