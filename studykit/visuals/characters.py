"""Draws a chart in a terminal, with plotext; surfaces as contours, diagrams as lines of text."""

import math
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import zip_longest
from textwrap import fill
from types import ModuleType, SimpleNamespace
from typing import Any, cast

from studykit.visuals.chart import COLORS, Bars, Boxes, Chart, Image, Line, Numbers, Panel, Points, Series, Surface, Tone
from studykit.visuals.contours import contours

PANEL_ROWS, FEWER_ROWS = 20, 14  # fewer where something stands below
FEW_POINTS = 60  # more of them run into each other, unless their dots are smaller
GAP = 4  # columns between two texts
SHADES = " ░▒▓█"
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
NARROW = 40  # columns; below it, two panels stand under each other


def in_terminal(chart: Chart, width: int, colors: bool = True) -> str:
    """The chart as text of at most `width` columns, without a line end. Panels stand side by side where there is room."""
    drawn = [panel for panel in chart.panels if not _is_text(panel)]
    parts = [fill(chart.title, width)]
    beside = max(1, min(len(drawn), width // NARROW)) if drawn else 1
    height = PANEL_ROWS if beside >= len(chart.panels) else FEWER_ROWS
    for first in range(0, len(drawn), beside):
        row = drawn[first : first + beside]
        parts.append(_row(row, width, height, colors))
    parts += _flow([list(_as_text(panel, colors)) for panel in chart.panels if _is_text(panel)], width)
    return "\n\n".join(part for part in parts if part)


def _is_text(panel: Panel) -> bool:
    """Whether characters say it better than dots: diagrams, and cells."""
    return all(isinstance(series, Boxes | Image) for series in panel.series)


def _flow(blocks: Sequence[Sequence[str]], width: int) -> list[str]:
    """Blocks of lines beside each other, as many as fit."""
    rows: list[list[str]] = []
    for block in blocks:
        beside = _joined(rows[-1], block) if rows else []
        if rows and max(map(_columns, beside), default=0) <= width:
            rows[-1] = beside
        else:
            rows.append(list(block))
    return ["\n".join(line.rstrip() for line in row) for row in rows]


def _joined(left: Sequence[str], right: Sequence[str]) -> list[str]:
    room = max(map(_columns, left), default=0) + GAP
    return [f"{a}{' ' * (room - _columns(a))}{b}" for a, b in zip_longest(left, right, fillvalue="")]


def _columns(text: str) -> int:
    """How many a text takes; colors take none."""
    return len(_COLOUR.sub("", text))


def _row(panels: Sequence[Panel], width: int, height: int, colors: bool) -> str:
    figure = _plotext().figure
    figure.clear()
    figure.plot_size(width, height)
    figure.subplots(1, len(panels))
    for place, panel in enumerate(panels):
        _panel(figure.subplot(1, place + 1) if len(panels) > 1 else figure, panel)
    text: str = figure.build().string(not colors)
    legend = list(dict.fromkeys(entry for panel in panels for entry in _legend(panel, colors)))
    lines = [line.rstrip() for line in text.rstrip("\n").split("\n")]
    return "\n".join([*lines, *_wrapped(legend, width)])


def _panel(plot: Any, panel: Panel) -> None:
    plot.theme("colorless")  # frame and words in the terminal's own colors, on its own ground
    if panel.title:
        plot.title(panel.title)
    plot.label(panel.x_label, "x")
    plot.label(panel.y_label, "y")
    for axis, limits in (("x", panel.x_limits), ("y", panel.y_limits)):
        if limits:
            plot.ruler(axis).lim(*limits)
    if panel.log_y:
        _log_axis(plot, panel)
    groups = [series for series in panel.series if isinstance(series, Bars)]
    for series in (_within(series, panel) for series in panel.series):
        for signal in _signals(plot, series, panel, groups):
            plot.draw(signal)


def _within(series: Series, panel: Panel) -> Series:
    """A path that leaves the panel, cut off well outside of it: plotext would go every step of the way."""
    if not isinstance(series, Line | Points):
        return series
    return replace(series, x=_held(series.x, panel.x_limits), y=_held(series.y, panel.y_limits))


def _held(values: Numbers, limits: tuple[float, float] | None) -> Numbers:
    if limits is None:
        return values
    room = 3 * (limits[1] - limits[0])
    return [min(max(value, limits[0] - room), limits[1] + room) if math.isfinite(value) else value for value in values]


def _log_axis(plot: Any, panel: Panel) -> None:
    """The logarithms are drawn, since plotext's own log scale cannot be told where to put its ticks."""
    heights = [y for series in panel.series if isinstance(series, Line | Points) for y in series.y if math.isfinite(y) and y > 0]
    lowest, highest = panel.y_limits or (min(heights, default=1.0), max(heights, default=1.0))
    if lowest < highest:
        marks = _marks(lowest, highest)
        plot.ruler("y").ticks([math.log10(mark) for mark in marks], [f"{mark:g}" for mark in marks])
        plot.ruler("y").lim(math.log10(lowest), math.log10(highest))


def _marks(lowest: float, highest: float) -> list[float]:
    """At most six powers of ten; with their doubles and fives where there are few."""
    powers = range(math.floor(math.log10(lowest)), math.ceil(math.log10(highest)) + 1)
    steps = (1, 2, 5) if len(powers) <= 3 else (1,)
    inside = [mark for power in powers for step in steps if lowest <= (mark := step * 10.0**power) <= highest]
    return inside[:: -(-len(inside) // 6)] if len(steps) == 1 else inside


def _signals(plot: Any, series: Series, panel: Panel, groups: Sequence[Bars]) -> Iterator[Any]:
    match series:
        case Line(x=x, y=y, tone=tone, marked=marked):
            for xs, ys in _runs(x, y, panel.log_y):
                yield plot.signal(xs, ys, marker=_marker("braille", tone)).lines()
                if marked:
                    yield plot.signal(xs, ys, marker=_marker("•", tone))
        case Points(x=x, y=y, tone=tone):
            for xs, ys in _runs(x, y, panel.log_y):
                yield plot.signal(xs, ys, marker=_marker("•" if len(x) <= FEW_POINTS else "braille", tone))
        case Surface():
            for xs, ys in contours(series):
                yield plot.signal(xs, ys, marker=_marker("braille", Tone.DATA)).lines()
        case Bars(values=values, tone=tone):
            width = 0.8 / len(groups)
            shift = (groups.index(series) - (len(groups) - 1) / 2) * width
            for place, value in enumerate(values):
                if math.isfinite(value):
                    yield plot.signal([place + shift] * 2, [0, value], marker=_marker("█", tone)).lines()
            plot.ruler("x").ticks(list(range(len(panel.categories))), list(panel.categories))
            plot.ruler("x").lim(-0.5, len(panel.categories) - 0.5)


def _marker(symbol: str, tone: Tone) -> Any:
    return _plotext().marker(symbol, _rgb(tone))


@cache
def _plotext() -> Any:
    # Start-up time: plotext writes its whole documentation when it is imported, which takes nine tenths of that.
    sys.modules.setdefault("plotext._doc.doc", cast("ModuleType", SimpleNamespace(docs=None)))
    import plotext  # optional: only who asks for pictures needs it

    return plotext


def _rgb(tone: Tone) -> tuple[int, int, int]:
    text = COLORS[tone]
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def _wrapped(entries: Sequence[str], width: int) -> list[str]:
    """Entries beside each other, as many in a line as fit; colors take no room."""
    lines: list[str] = []
    for entry in entries:
        if lines and _columns(f"{lines[-1]}  {entry}") <= width:
            lines[-1] += f"  {entry}"
        else:
            lines.append(entry)
    return lines


def _legend(panel: Panel, colors: bool) -> Iterator[str]:
    for series in panel.series:
        if isinstance(series, Line | Points | Bars) and series.name:
            sign = {"Line": "──", "Points": " •", "Bars": "██"}[type(series).__name__]
            red, green, blue = _rgb(series.tone)
            yield f"\x1b[38;2;{red};{green};{blue}m{sign}\x1b[0m {series.name}" if colors else f"{sign} {series.name}"


def _runs(x: Numbers, y: Numbers, positive: bool) -> Iterator[tuple[list[float], list[float]]]:
    """The parts between numbers that cannot be drawn; for a log axis, where only positive ones can, with the logarithms as y."""
    xs: list[float] = []
    ys: list[float] = []
    for a, b in zip(x, y, strict=True):
        if math.isfinite(a) and math.isfinite(b) and (b > 0 or not positive):
            xs.append(a)
            ys.append(math.log10(b) if positive else b)
        elif xs:
            yield xs, ys
            xs, ys = [], []
    if xs:
        yield xs, ys


def _as_text(panel: Panel, colors: bool) -> Iterator[str]:
    if panel.title:
        yield panel.title
    for series in panel.series:
        if isinstance(series, Boxes):
            yield from _diagram(series)
        elif isinstance(series, Image):
            yield f"{panel.y_label} ↓  {panel.x_label} →"
            yield from _table(series) if series.texts else _shades(series, colors)


def _diagram(boxes: Boxes) -> Iterator[str]:
    """Each node on a line of its own, with what leads to it: `Mean ← Pow`."""
    for place, node in enumerate(boxes.nodes):
        sources = [boxes.nodes[a].text.split("\n")[0] for a, b in boxes.arrows if b == place]
        sign = "✗" if node.marked else "▢"
        from_where = f"   ← {', '.join(sources)}" if sources else ""
        yield f"{'  ' * int(node.y)}{sign} {' '.join(node.text.split())}{from_where}"


def _table(image: Image) -> Iterator[str]:
    """The texts of the cells, the marked ones in brackets, with the numbers of rows and columns."""
    marked = {(row, column) for row, column in image.marked}
    texts = [[f"[{text}]" if (i, j) in marked else text for j, text in enumerate(line)] for i, line in enumerate(image.texts)]
    cells = [["", *(str(column) for column in range(len(texts[0])))], *([str(row), *line] for row, line in enumerate(texts))]
    # A bracket stands where the number of a neighbor ends, so that a mark moves no column.
    room = [max(len(cell.strip("[]")) for cell in column) + 2 for column in zip(*cells, strict=True)]
    for line in cells:
        yield "".join((cell if cell.endswith("]") else f"{cell} ").rjust(wide) for cell, wide in zip(line, room, strict=True)).rstrip()


def _shades(image: Image, colors: bool) -> Iterator[str]:
    """Two rows of cells in each line, which makes a cell about square."""
    finite = [value for row in image.z for value in row if math.isfinite(value)]
    lowest, span = min(finite, default=0.0), (max(finite, default=1.0) - min(finite, default=0.0)) or 1.0
    rows = [[(value - lowest) / span if math.isfinite(value) else None for value in row] for row in image.z]
    for upper, lower in zip_longest(rows[::2], rows[1::2], fillvalue=[None] * len(rows[0])):
        yield "".join(_two_cells(a, b, colors) for a, b in zip(upper, lower, strict=True))


def _two_cells(upper: float | None, lower: float | None, colors: bool) -> str:
    if upper is None and lower is None:
        return " "
    if not colors:
        shown = [share for share in (upper, lower) if share is not None]
        return SHADES[round(sum(shown) / len(shown) * (len(SHADES) - 1))]
    above, below = _shade(upper), _shade(lower)
    if above and below:
        return f"\x1b[38;2;{above};48;2;{below}m▀\x1b[0m"
    return f"\x1b[38;2;{above or below}m{'▀' if above else '▄'}\x1b[0m"


def _shade(share: float | None) -> str:
    """From dark blue to yellow, as Cividis goes; both can be told from black and from white."""
    if share is None:
        return ""
    return ";".join(str(round(low + share * (high - low))) for low, high in zip((0, 34, 78), (254, 232, 56), strict=True))
