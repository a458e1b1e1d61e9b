"""Draws a chart in a terminal, with plotext; surfaces as contours, diagrams as lines of text."""

import math
import re
from collections.abc import Iterator, Sequence
from textwrap import fill
from typing import Any

from studykit.visuals.chart import COLOURS, Bars, Boxes, Chart, Image, Line, Numbers, Panel, Points, Series, Surface, Tone
from studykit.visuals.contours import contours

PANEL_ROWS = 20
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
NARROW = 60  # columns; below it, two panels stand under each other


def in_terminal(chart: Chart, width: int, colours: bool = True) -> str:
    """The chart as text of at most `width` columns, without a line end. Panels stand side by side where there is room."""
    drawn = [panel for panel in chart.panels if not _is_text(panel)]
    parts = [fill(chart.title, width)]
    beside = max(1, min(len(drawn), width // NARROW)) if drawn else 1
    for first in range(0, len(drawn), beside):
        row = drawn[first : first + beside]
        parts.append(_row(row, width, colours))
    parts += ["\n".join(_as_text(panel)) for panel in chart.panels if _is_text(panel)]
    return "\n\n".join(part for part in parts if part)


def _is_text(panel: Panel) -> bool:
    """Whether characters say it better than dots: diagrams, and numbers in cells."""
    return all(isinstance(series, Boxes) or (isinstance(series, Image) and series.texts) for series in panel.series)


def _row(panels: Sequence[Panel], width: int, colours: bool) -> str:
    import plotext  # optional: only who asks for pictures needs it

    figure = plotext.figure
    figure.clear()
    figure.plot_size(width, PANEL_ROWS)
    figure.subplots(1, len(panels))
    for place, panel in enumerate(panels):
        _panel(figure.subplot(1, place + 1) if len(panels) > 1 else figure, panel)
    text: str = figure.build().string(not colours)
    legend = list(dict.fromkeys(entry for panel in panels for entry in _legend(panel, colours)))
    lines = [line.rstrip() for line in text.rstrip("\n").split("\n")]
    return "\n".join([*lines, *_wrapped(legend, width)])


def _panel(plot: Any, panel: Panel) -> None:
    plot.canvas("default")
    plot.axes(pixel="default")
    if panel.title:
        plot.title(panel.title)
    plot.label(panel.x_label, "x")
    plot.label(panel.y_label, "y")
    for axis, limits in (("x", panel.x_limits), ("y", panel.y_limits)):
        plot.ruler(axis).pixel("default")
        if limits:
            plot.ruler(axis).lim(*limits)
    if panel.log_y:
        plot.ruler("y").scale("log")
    groups = [series for series in panel.series if isinstance(series, Bars)]
    for series in panel.series:
        for signal in _signals(plot, series, panel, groups):
            plot.draw(signal)


def _signals(plot: Any, series: Series, panel: Panel, groups: Sequence[Bars]) -> Iterator[Any]:
    match series:
        case Line(x=x, y=y, tone=tone, marked=marked):
            for xs, ys in _runs(x, y, panel.log_y):
                yield plot.signal(xs, ys, marker=_marker("braille", tone)).lines()
                if marked:
                    yield plot.signal(xs, ys, marker=_marker("•", tone))
        case Points(x=x, y=y, tone=tone):
            for xs, ys in _runs(x, y, panel.log_y):
                yield plot.signal(xs, ys, marker=_marker("•", tone))
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
        case Image(z=z):
            yield plot.heatmap([list(row) for row in z], "viridis", fill=True)


def _marker(symbol: str, tone: Tone) -> Any:
    import plotext

    return plotext.marker(symbol, _rgb(tone))


def _rgb(tone: Tone) -> tuple[int, int, int]:
    text = COLOURS[tone]
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def _wrapped(entries: Sequence[str], width: int) -> list[str]:
    """Entries beside each other, as many in a line as fit; colours take no room."""
    lines: list[str] = []
    for entry in entries:
        if lines and len(_COLOUR.sub("", f"{lines[-1]}  {entry}")) <= width:
            lines[-1] += f"  {entry}"
        else:
            lines.append(entry)
    return lines


def _legend(panel: Panel, colours: bool) -> Iterator[str]:
    for series in panel.series:
        if isinstance(series, Line | Points | Bars) and series.name:
            sign = {"Line": "──", "Points": " •", "Bars": "██"}[type(series).__name__]
            red, green, blue = _rgb(series.tone)
            yield f"\x1b[38;2;{red};{green};{blue}m{sign}\x1b[0m {series.name}" if colours else f"{sign} {series.name}"


def _runs(x: Numbers, y: Numbers, positive: bool) -> Iterator[tuple[list[float], list[float]]]:
    """The parts between numbers that cannot be drawn."""
    xs: list[float] = []
    ys: list[float] = []
    for a, b in zip(x, y, strict=True):
        if math.isfinite(a) and math.isfinite(b) and (b > 0 or not positive):
            xs.append(a)
            ys.append(b)
        elif xs:
            yield xs, ys
            xs, ys = [], []
    if xs:
        yield xs, ys


def _as_text(panel: Panel) -> Iterator[str]:
    if panel.title:
        yield panel.title
    for series in panel.series:
        if isinstance(series, Boxes):
            yield from _diagram(series)
        elif isinstance(series, Image):
            yield from _table(series, panel)


def _diagram(boxes: Boxes) -> Iterator[str]:
    """Each node on a line of its own, with what leads to it: `Mean ← Pow`."""
    for place, node in enumerate(boxes.nodes):
        sources = [boxes.nodes[a].text.split("\n")[0] for a, b in boxes.arrows if b == place]
        sign = "✗" if node.marked else "▢"
        from_where = f"   ← {', '.join(sources)}" if sources else ""
        yield f"{'  ' * int(node.y)}{sign} {' '.join(node.text.split())}{from_where}"


def _table(image: Image, panel: Panel) -> Iterator[str]:
    """The texts of the cells, with the numbers of rows and columns and what they count."""
    cells = [["", *(str(column) for column in range(len(image.texts[0])))], *([str(row), *line] for row, line in enumerate(image.texts))]
    width = max(len(cell) for line in cells for cell in line)
    yield f"{panel.y_label} ↓  {panel.x_label} →"
    for line in cells:
        yield "  ".join(cell.rjust(width) for cell in line)
