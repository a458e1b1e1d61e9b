"""Draws a chart as PNG or SVG, with matplotlib, for dark and light pages alike: the ground is transparent, the ink of middle lightness."""

import math
from io import BytesIO
from pathlib import Path
from typing import Any

from studykit.visuals.chart import COLORS, Bars, Boxes, Chart, Image, Line, Panel, Points, Series, Surface, Tone
from studykit.visuals.outlines import outlines

# "page" is for a piece of a page, which has a ground already; its ink is a color that nothing else has, so that it can be replaced.
INK = {"light": "#222222", "dark": "#DDDDDD", "page": "#7f7f7e"}
GROUND = {"light": "#FFFFFF", "dark": "#1B1B1B", "page": "none"}
PANEL_INCHES = (5.2, 4.2)
MOST_COLUMNS = 3


def write_image(chart: Chart, file: Path | BytesIO, theme: str = "light", format: str | None = None) -> None:
    """Write the chart; the suffix of the file, .png or .svg, says as what (in memory: `format`, else PNG). OSError if it cannot be
    written."""
    from matplotlib.figure import Figure  # optional: only who asks for pictures needs it

    columns = 2 if len(chart.panels) == 4 else min(len(chart.panels), MOST_COLUMNS)
    rows = math.ceil(len(chart.panels) / columns)
    figure = Figure(figsize=(PANEL_INCHES[0] * columns, PANEL_INCHES[1] * rows + 0.5), dpi=120, layout="constrained")
    figure.patch.set_facecolor(GROUND[theme])
    figure.suptitle(chart.title, color=INK[theme], fontsize=12, wrap=True)
    for place, panel in enumerate(chart.panels):
        axes = figure.add_subplot(rows, columns, place + 1)
        _axes(axes, panel, theme)
    figure.savefig(file, format=format)


def _axes(axes: Any, panel: Panel, theme: str) -> None:
    ink = INK[theme]
    axes.set_facecolor(GROUND[theme])
    for series in panel.series:
        _draw(axes, series, panel, theme)
    if all(isinstance(series, Boxes) for series in panel.series):
        axes.set_axis_off()
    axes.set_xlabel(panel.x_label, color=ink)
    axes.set_ylabel(panel.y_label, color=ink)
    axes.set_title(panel.title, color=ink, fontsize=10)
    axes.tick_params(colors=ink, which="both")
    for spine in axes.spines.values():
        spine.set_color(ink)
    if panel.log_y:
        axes.set_yscale("log")
    if panel.equal:
        axes.set_aspect("equal", adjustable="box")
    if panel.x_limits:
        axes.set_xlim(*panel.x_limits)
    if panel.y_limits:
        axes.set_ylim(*panel.y_limits)
    if any(isinstance(series, Line | Points | Bars) and series.name for series in panel.series):
        axes.legend(facecolor=GROUND[theme], edgecolor=ink, labelcolor=ink, fontsize=8)


def _draw(axes: Any, series: Series, panel: Panel, theme: str) -> None:
    match series:
        case Line(name=name, x=x, y=y, tone=tone, dashed=dashed, marked=marked):
            style = "--" if dashed else "-"
            axes.plot(x, y, style, color=COLORS[tone], marker="o" if marked else "", markersize=3, linewidth=1.6, label=name or None)
        case Points(name=name, x=x, y=y, tone=tone):
            axes.scatter(x, y, s=14, color=COLORS[tone], label=name or None)
        case Surface(x=x, y=y, z=z, levels=levels):
            axes.contour(x, y, z, levels=levels, colors=INK[theme], alpha=0.5, linewidths=0.8)
        case Bars(name=name, values=values, tone=tone):
            groups = [other for other in panel.series if isinstance(other, Bars)]
            width = 0.8 / len(groups)
            shift = (groups.index(series) - (len(groups) - 1) / 2) * width
            axes.bar([place + shift for place in range(len(values))], values, width, color=COLORS[tone], label=name or None)
            axes.set_xticks(range(len(panel.categories)), panel.categories)
        case Image(z=z, texts=texts):
            axes.imshow(z, cmap="cividis")
            axes.set_xticks(range(len(z[0])) if texts else [])
            axes.set_yticks(range(len(z)) if texts else [])
            axes.plot(*outlines(series), color=COLORS[Tone.YOURS], linewidth=3)
            for row, line in enumerate(texts):
                for column, text in enumerate(line):
                    axes.text(
                        column, row, text, ha="center", va="center", color="#FFFFFF", fontsize=8, bbox={"color": "#00000088", "pad": 1}
                    )
        case Boxes():
            _diagram(axes, series, theme)


def _diagram(axes: Any, boxes: Boxes, theme: str) -> None:
    for a, b in boxes.arrows:
        start, end = boxes.nodes[a], boxes.nodes[b]
        arrow = {"arrowstyle": "->", "color": INK[theme], "shrinkA": 16, "shrinkB": 16}
        axes.annotate("", xy=(end.x, -end.y), xytext=(start.x, -start.y), arrowprops=arrow)
    for node in boxes.nodes:
        edge = COLORS[Tone.YOURS] if node.marked else INK[theme]
        box = {"boxstyle": "round,pad=0.4", "facecolor": GROUND[theme], "edgecolor": edge, "linewidth": 2 if node.marked else 1}
        axes.text(node.x, -node.y, node.text, ha="center", va="center", color=INK[theme], fontsize=9, bbox=box)
    xs, ys = [node.x for node in boxes.nodes], [-node.y for node in boxes.nodes]
    axes.set_xlim(min(xs) - 0.8, max(xs) + 0.8)
    axes.set_ylim(min(ys) - 0.6, max(ys) + 0.6)
