"""What an autoencoder keeps of an image: its latent vector of two dimensions as a point, and the reconstruction (V15)."""

from collections.abc import Mapping
from itertools import chain
from math import nan
from typing import Any

from studykit.visuals.chart import Chart, Image, Panel, Points, Tone

TITLE = "A latent space of two dimensions: similar images lie close together, and most of each is reconstructed"
TONES = (Tone.THIRD, Tone.FOURTH, Tone.FIFTH, Tone.DATA)
CLEARLY = 0.1  # less of a difference in the explained variance may be chance

Numbers = Mapping[str, Any]


def chart(yours: Numbers | None, right: Numbers) -> Chart:
    """Latent vectors as points, one color for each corner of the image with the spot; below, images and their reconstructions."""
    panels = [_scatter("Latent space", right)] if yours is None else [_scatter("Your latent space", yours), _scatter("Reference", right)]
    return Chart(_title(yours, right), [*panels, _pictures(yours, right)])


def _title(yours: Numbers | None, right: Numbers) -> str:
    own, word = (yours, "Your latent vectors") if yours else (right, "The latent vectors")
    width, share = len(own["codes"][0]), _share(own["kept"])
    if width != 2:
        return f"Your latent vectors have {width} dimensions, and should have 2: then nothing is compressed"
    if abs(own["kept"] - own["kept_in_output"]) > 0.01:
        output = _share(own["kept_in_output"])
        return f"Your output is not the decoder's: the decoded latent vectors explain {share} of the variance, the output {output}"
    if own["kept"] < right["kept"] - CLEARLY:
        return f"{word} explain {share} of the variance between images, the reference's {_share(right['kept'])}, with two dimensions each"
    return f"{word} explain {share} of the variance between images, two principal components {_share(own['components'])}"


def _share(value: float) -> str:
    return f"{value:.0%}" if value > 0.005 else "nothing"


def _scatter(title: str, numbers: Numbers) -> Panel:
    groups: list[list[tuple[float, float]]] = [[] for _ in numbers["names"]]
    for code, corner in zip(numbers["codes"], numbers["corners"], strict=True):
        groups[corner].append((code[0], code[-1]))
    series = [
        Points(f"spot {name}", [x for x, _ in points], [y for _, y in points], tone)
        for name, points, tone in zip(numbers["names"], groups, TONES, strict=True)
    ]
    return Panel("latent dimension 0", "latent dimension 1", series, title=title)


def _pictures(yours: Numbers | None, right: Numbers) -> Panel:
    own = yours or right
    rows = {"input": right["rows"]["input"], "yours" if yours else "output": own["rows"]["output"]}
    if yours is not None:
        rows["right"] = right["rows"]["output"]
    rows |= {f"{'your ' if yours else ''}{name}": pictures for name, pictures in own["rows"].items() if name not in ("input", "output")}
    z = [line for pictures in rows.values() for line in [*_beside(pictures), *_gap(pictures)]][:-2]
    return Panel("images", "rows", [Image("images", z)], title=f"From top to bottom: {', '.join(rows)}", equal=True)


def _beside(pictures: list[list[list[float]]]) -> list[list[float]]:
    return [list(chain.from_iterable([*line, nan] for line in lines))[:-1] for lines in zip(*pictures, strict=True)]


def _gap(pictures: list[list[list[float]]]) -> list[list[float]]:
    """Two rows, so that in a terminal, too, each picture begins on a line."""
    return [[nan] * (sum(len(picture[0]) + 1 for picture in pictures) - 1)] * 2
