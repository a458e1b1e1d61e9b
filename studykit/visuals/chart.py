"""What a picture says, apart from how it is drawn: panels of series, the same for terminal, PNG, SVG and page."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

Numbers = Sequence[float]
Grid = Sequence[Sequence[float]]


class Tone(IntEnum):
    """Which color a series has; the first three mean the same in every picture."""

    YOURS = 0
    RIGHT = 1
    DATA = 2
    THIRD = 3
    FOURTH = 4
    FIFTH = 5


# After Okabe and Ito 2008, "Color Universal Design", moved until each pair can be distinguished without red or green cones, too, and each
# has contrast with black and with white: tests/visuals/test_palette.py computes both.
COLORS = {
    Tone.YOURS: "#B95711",
    Tone.RIGHT: "#0070AF",
    Tone.DATA: "#717073",
    Tone.THIRD: "#059E71",
    Tone.FOURTH: "#CC79A7",
    Tone.FIFTH: "#C59302",
}


@dataclass(frozen=True, slots=True)
class Line:
    """Points joined in their order; `marked` shows each of them as well. NaN interrupts it."""

    name: str
    x: Numbers
    y: Numbers
    tone: Tone = Tone.YOURS
    dashed: bool = False
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Points:
    """Points that nothing joins."""

    name: str
    x: Numbers
    y: Numbers
    tone: Tone = Tone.DATA


@dataclass(frozen=True, slots=True)
class Surface:
    """A height z[i][j] over (x[j], y[i]): contours at `levels` in the plane, and a surface to be turned on a page, there `log` or not."""

    name: str
    x: Numbers
    y: Numbers
    z: Grid
    levels: Numbers
    log: bool = True


@dataclass(frozen=True, slots=True)
class Bars:
    """A number for each of the panel's categories."""

    name: str
    values: Numbers
    tone: Tone = Tone.YOURS


@dataclass(frozen=True, slots=True)
class Image:
    """Numbers as shades, z[row][column], the first row at the top, NaN left blank; `texts` stand in the cells.

    `marked` are the cells, (row, column), that a frame goes around.
    """

    name: str
    z: Grid
    texts: Sequence[Sequence[str]] = ()
    marked: Sequence[Sequence[int]] = ()


@dataclass(frozen=True, slots=True)
class Box:
    """A node of a diagram at column x and row y, rows counted downwards; a `marked` one is where something is wrong."""

    text: str
    x: float
    y: float
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Boxes:
    """A diagram: nodes, and arrows between two of them by their places in `nodes`."""

    name: str
    nodes: Sequence[Box]
    arrows: Sequence[tuple[int, int]]


Series = Line | Points | Surface | Bars | Image | Boxes


@dataclass(frozen=True, slots=True)
class Panel:
    """One pair of axes. Labels hold their unit; `equal` gives both axes one scale; `categories` name the bars."""

    x_label: str
    y_label: str
    series: Sequence[Series]
    title: str = ""
    log_y: bool = False
    equal: bool = False
    categories: Sequence[str] = ()
    x_limits: tuple[float, float] | None = None
    y_limits: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """What a page shows at one place of its slider."""

    label: str
    panels: Sequence[Panel]


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture with its one message as title. A page lets `slider` move through `steps`; elsewhere `panels` are shown."""

    title: str
    panels: Sequence[Panel]
    slider: str = ""
    steps: Sequence[Step] = ()

    def _repr_html_(self) -> str:
        from studykit.visuals.inline import html_of  # optional: needs matplotlib

        return html_of(self)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(f"{type(self).__name__}: {self.title}")
