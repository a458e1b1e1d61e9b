"""The spread of the numbers behind each layer of a deep net, with the learner's batch norm and without, in both modes (V13)."""

from collections.abc import Mapping
from typing import Any

from studykit.visuals.chart import Chart, Line, Panel, Series, Tone

TITLE = "Batch norm keeps the numbers of a deep net at one scale; without it they shrink layer by layer"
STEADY = (0.9, 1.1)
ALIKE = 1.2  # times as large or small, over all layers

Numbers = Mapping[str, Any]


def chart(yours: Numbers | None, right: Numbers) -> Chart:
    """Spread over the layers on a log axis, and how the numbers behind the last are spread."""
    return Chart(_title(yours, right), [_spreads(yours, right), _histogram(yours, right)])


def _title(yours: Numbers | None, right: Numbers) -> str:
    own, word = (yours, "your batch norm") if yours else (right, "batch norm")
    ends = {name: values[-1] for name, values in (right["spread"] | own["spread"]).items()}
    last = len(right["layer"]) - 1
    steady = {name: STEADY[0] <= ends[name] <= STEADY[1] for name in ("training", "evaluation")}
    early, expected = ends["evaluation early"], right["spread"]["evaluation early"][-1]
    if all(steady.values()) and not expected / ALIKE < early < expected * ALIKE:
        return (
            f"After one batch the right norm in evaluation mode leaves {expected:.1e} of the spread, yours {early:.1e}: what is remembered?"
        )
    if all(steady.values()):
        return f"With {word} the spread is still {ends['training']:.2f} after {last} layers; without it {ends['without']:.1e} is left"
    where = "training" if not steady["training"] else "evaluation"
    return f"With {word} the spread does not stay: after {last} layers it is {ends[where]:.2g} in {where} mode, and should be 1"


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
    return Panel("layer", "std", series, title="Standard deviation of a channel", log_y=True)


def _histogram(yours: Numbers | None, right: Numbers) -> Panel:
    own, word = yours or right, "yours, " if yours else ""
    x, tone = right["middles"], Tone.YOURS if yours else Tone.RIGHT
    series: list[Series] = [
        Line("without batch norm", x, right["shares"]["without"], Tone.DATA),
        Line(f"{word}evaluation after 100", x, own["shares"]["evaluation"], Tone.FOURTH, dashed=True),
        Line(f"{word}training", x, own["shares"]["training"], tone),
    ]
    return Panel("value less its channel's mean", "share", series, title=f"After layer {len(right['layer']) - 1}")
