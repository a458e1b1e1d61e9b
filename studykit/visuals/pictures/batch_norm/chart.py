"""The standard deviation after each layer of a deep network, with the learner's batch norm and without, in both modes (V13)."""

from collections.abc import Mapping
from typing import Any

from studykit.visuals.chart import Chart, Line, Panel, Series, Tone
from studykit.visuals.numbers import agree

TITLE = "Batch norm keeps the activations of a deep network at one scale; without it they shrink layer by layer"
STEADY = (0.9, 1.1)
ALIKE = 1.2  # times as large or small, over all layers
MODES = {"training": "training mode", "evaluation": "evaluation mode", "evaluation early": "evaluation mode after one batch"}

Numbers = Mapping[str, Any]


def chart(yours: Numbers | None, right: Numbers) -> Chart:
    """Standard deviation over the layers on a log axis, and the distribution after the last."""
    return Chart(_title(yours, right), [_spreads(yours, right), _histogram(yours, right)])


def _title(yours: Numbers | None, right: Numbers) -> str:
    own, word = (yours, "your batch norm") if yours else (right, "batch norm")
    ends = {name: values[-1] for name, values in (right["spread"] | own["spread"]).items()}
    last = len(right["layer"]) - 1
    steady = {name: STEADY[0] <= ends[name] <= STEADY[1] for name in ("training", "evaluation")}
    early, expected = ends["evaluation early"], right["spread"]["evaluation early"][-1]
    if all(steady.values()) and not expected / ALIKE < early < expected * ALIKE:
        return (
            f"In evaluation mode after one batch the reference leaves a standard deviation of {expected:.1e}, yours {early:.1e}: "
            "check the running statistics"
        )
    wrong = [name for name in MODES if yours is not None and not agree(own["spread"][name], right["spread"][name])]
    if wrong and all(steady.values()):
        own_end, expected_end = (numbers["spread"][wrong[0]][-1] for numbers in (own, right))
        said = f"the standard deviation in {MODES[wrong[0]]} is {own_end:.4g} after {last} layers; the reference's {expected_end:.4g}"
        return f"With your batch norm {said}"
    if all(steady.values()):
        return f"With {word} the standard deviation is still {ends['training']:.2f} after {last} layers; without it {ends['without']:.1e}"
    where = "training" if not steady["training"] else "evaluation"
    return f"With {word} the standard deviation after {last} layers is {ends[where]:.2g} in {where} mode, and should be 1"


def _spreads(yours: Numbers | None, right: Numbers) -> Panel:
    own, word = yours or right, "yours, " if yours else ""
    x, tone = right["layer"], Tone.YOURS if yours else Tone.RIGHT
    series: list[Series] = [
        Line("without batch norm", x, right["spread"]["without"], Tone.DATA),
        Line(f"{word}evaluation after 1 batch", x, own["spread"]["evaluation early"], Tone.THIRD),
        Line(f"{word}evaluation after 100", x, own["spread"]["evaluation"], Tone.FOURTH, dashed=True),
        Line(f"{word}training", x, own["spread"]["training"], tone, marked=True),
    ]
    if yours is not None:
        series.insert(0, Line("right, evaluation after 1 batch", x, right["spread"]["evaluation early"], Tone.RIGHT, dashed=True))
    return Panel("layer", "std", series, title="Standard deviation per channel", log_y=True)


def _histogram(yours: Numbers | None, right: Numbers) -> Panel:
    own, word = yours or right, "yours, " if yours else ""
    x, tone = right["middles"], Tone.YOURS if yours else Tone.RIGHT
    series: list[Series] = [
        Line("without batch norm", x, right["shares"]["without"], Tone.DATA),
        Line(f"{word}evaluation after 100", x, own["shares"]["evaluation"], Tone.FOURTH, dashed=True),
        Line(f"{word}training", x, own["shares"]["training"], tone),
    ]
    return Panel("value minus its channel's mean", "fraction", series, title=f"After layer {len(right['layer']) - 1}")
