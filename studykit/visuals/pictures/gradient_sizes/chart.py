"""The norm of the gradient at each layer, or at each time step, from the loss back to the input (V14)."""

from collections.abc import Mapping
from typing import Any

from studykit.visuals.chart import Chart, Line, Panel, Series, Tone

TITLE = "Gradients vanish layer by layer, or time step by time step, unless skip connections or gates carry them"
ALIKE = 2.0  # times as large or small, over all layers
OTHERS = (Tone.DATA, Tone.FIFTH, Tone.THIRD)

Numbers = Mapping[str, Any]


def chart(yours: Numbers | None, right: Numbers) -> Chart:
    """The norm of the gradient on a log axis, of each network; a line ends where it is 0."""
    own, word = (yours, "your ") if yours else (right, "")
    tones = (Tone.YOURS, Tone.FOURTH) if yours else (Tone.RIGHT, Tone.FOURTH)
    series: list[Series] = [
        _line(name, right["places"], sizes, tone) for (name, sizes), tone in zip(right["others"].items(), OTHERS, strict=False)
    ]
    if yours is not None:
        series += [_line(f"right, {name}", right["places"], sizes, Tone.RIGHT, dashed=True) for name, sizes in right["own"].items()]
    series += [_line(f"{word}{name}", right["places"], sizes, tone) for (name, sizes), tone in zip(own["own"].items(), tones, strict=False)]
    return Chart(_title(yours, right), [Panel(right["place"], "gradient norm", series, title="Gradient norm at each position", log_y=True)])


def _title(yours: Numbers | None, right: Numbers) -> str:
    """What is true of the numbers: where yours are others than the right ones, only that."""
    arrives = {name: sizes[0] for name, sizes in (yours or right)["own"].items()}
    for name, size in arrives.items():
        expected = right["own"][name][0]
        if not expected / ALIKE <= size <= expected * ALIKE:
            return f"The norm of your gradient at the input is {size:.2g}, the reference's {expected:.2g} ({name})"
    other = next(iter(right["others"]))
    arrives[other] = right["others"][other][0]
    ways = ", ".join(f"{arrives[name]:.2g} ({name})" for name in sorted(arrives, key=arrives.__getitem__, reverse=True))
    return f"Skip connections and open gates carry the gradient; its norm at the input: {ways}"


def _line(name: str, places: list[int], sizes: list[float], tone: Tone, dashed: bool = False) -> Line:
    return Line(f"{name}: {sizes[0]:.2g}", places, sizes, tone, dashed)
