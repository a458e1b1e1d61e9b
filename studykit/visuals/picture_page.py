"""Draws a chart as one self-contained page, with Plotly: surfaces turn, a slider moves through the steps, no network is needed."""

from collections.abc import Sequence
from math import isfinite, log10
from textwrap import wrap
from typing import Any

from studykit.visuals.chart import COLORS, Bars, Boxes, Chart, Image, Line, Panel, Points, Series, Step, Surface, Tone
from studykit.visuals.outlines import outlines

PANEL_HEIGHT, SOLID_HEIGHT, IMAGE_HEIGHT, ROW_GAP = 460, 640, 340, 100  # CSS pixels
LINE, TITLE_COLUMNS = 24, 85
MOST_COLUMNS = 3
GENERATOR = '<meta name="generator" content="studykit plot">'
CONFIG = {"responsive": True, "displaylogo": False}
INK, GRID = "#808080", "rgba(128,128,128,0.25)"  # readable on black and on white


def page(chart: Chart) -> str:
    """The page as text. The chart's `steps`, if any, take the place of its panels."""
    import plotly.io  # optional: only who asks for pages needs it

    figure = _figure(chart)
    html: str = plotly.io.to_html(figure, include_plotlyjs=True, full_html=True, auto_play=False, config=CONFIG)
    style = "<style>:root{color-scheme:light dark}body{margin:0 auto;max-width:1100px;font-family:system-ui,sans-serif}</style>"
    viewport = '<meta name="viewport" content="width=device-width, initial-scale=1">'
    return html.replace("<head>", f"<head>{GENERATOR}{viewport}{style}<title>{_escaped(chart.title)}</title>", 1)


def _figure(chart: Chart) -> Any:
    from plotly.subplots import make_subplots

    panels = chart.steps[_first(chart)].panels if chart.steps else chart.panels
    columns = min(len(panels), MOST_COLUMNS) if all(_is_image(panel) for panel in panels) else 1
    kinds: list[dict[str, str] | None] = [{"type": "scene" if _is_solid(panel) else "xy"} for panel in panels]
    kinds += [None] * (-len(panels) % columns)
    rows = [kinds[first : first + columns] for first in range(0, len(kinds), columns)]
    height = sum(SOLID_HEIGHT if {"type": "scene"} in row else IMAGE_HEIGHT if columns > 1 else PANEL_HEIGHT for row in rows)
    titles = [_escaped(panel.title) for panel in panels]
    figure = make_subplots(rows=len(rows), cols=columns, specs=rows, subplot_titles=titles, vertical_spacing=ROW_GAP / height)
    for place, (panel, traces) in enumerate(zip(panels, _named_once(panels), strict=True)):
        at = {"row": place // columns + 1, "col": place % columns + 1}
        for trace in traces:
            figure.add_trace(trace, **at)
        _axes(figure, panel, at)
    _head(figure, chart.title, height)
    if chart.steps:
        _slide(figure, chart)
    return figure


def _head(figure: Any, title: str, height: int) -> None:
    """Title and legend above the panels, with room for as many lines as they take."""
    lines = wrap(title, TITLE_COLUMNS)
    entries = sum(bool(trace.showlegend) for trace in figure.data)
    top = 60 + LINE * len(lines) + LINE * -(-entries // 3)
    ground = {"paper_bgcolor": "rgba(0,0,0,0)", "plot_bgcolor": "rgba(0,0,0,0)", "font": {"color": INK}}
    text = {"text": "<br>".join(map(_escaped, lines)), "x": 0.05, "y": 1, "yref": "container", "yanchor": "top", "pad": {"t": 20}}
    legend = {"orientation": "h", "y": 1 + 30 / height, "yanchor": "bottom"}
    figure.update_layout(title=text, height=height + top + 120, margin={"l": 60, "r": 20, "t": top}, legend=legend, **ground)


def _named_once(panels: Sequence[Panel]) -> list[list[Any]]:
    """The traces of each panel; of those of one name the first alone stands in the legend, and switches all of them."""
    drawn, names = [_traces(panel) for panel in panels], set[str]()
    for trace in (trace for traces in drawn for trace in traces if trace.name and trace.showlegend is not False):
        trace.update(showlegend=trace.name not in names, legendgroup=trace.name)
        names.add(trace.name)
    return drawn


def _first(chart: Chart) -> int:
    """The step that is shown elsewhere, where it is one of them; else the last."""
    return next((place for place, step in enumerate(chart.steps) if step.panels == chart.panels), len(chart.steps) - 1)


def _slide(figure: Any, chart: Chart) -> None:
    """Every step's traces in a frame of the same order, so that the slider exchanges their numbers, and the titles with them."""
    import plotly.graph_objects as go

    for place, panels in enumerate(zip(*(step.panels for step in chart.steps), strict=True)):
        if limits := _of_all_steps(panels):
            figure.update_yaxes(range=limits, row=place + 1, col=1)
    places = list(range(len(figure.data)))
    figure.frames = [
        go.Frame(
            name=step.label,
            data=[trace for traces in _named_once(step.panels) for trace in traces],
            traces=places,
            layout={"annotations": _titles(figure, step)},
        )
        for step in chart.steps
    ]
    moves = [
        {"label": step.label, "method": "animate", "args": [[step.label], {"mode": "immediate", "frame": {"duration": 0, "redraw": True}}]}
        for step in chart.steps
    ]
    figure.update_layout(
        sliders=[{"currentvalue": {"prefix": f"{chart.slider}: "}, "active": _first(chart), "pad": {"t": 50}, "steps": moves}]
    )


def _of_all_steps(panels: Sequence[Panel]) -> tuple[float, float] | None:
    """A range of heights for the lines of all steps, for an axis does not move with the slider; None where the panel has its own."""
    if panels[0].y_limits or not all(isinstance(series, Line | Points) for panel in panels for series in panel.series):
        return None
    heights = [y for panel in panels for series in panel.series if isinstance(series, Line | Points) for y in series.y if isfinite(y)]
    if panels[0].log_y:
        heights = [log10(y) for y in heights if y > 0]
    room = 0.05 * (max(heights, default=0.0) - min(heights, default=0.0))
    return (min(heights) - room, max(heights) + room) if heights else None


def _titles(figure: Any, step: Step) -> list[Any]:
    """The titles of a step's panels, where the figure has put those of the first one."""
    words = [_escaped(panel.title) for panel in step.panels if panel.title]
    return [{**place.to_plotly_json(), "text": text} for place, text in zip(figure.layout.annotations, words, strict=True)]


def _is_solid(panel: Panel) -> bool:
    return any(isinstance(series, Surface) for series in panel.series)


def _is_image(panel: Panel) -> bool:
    return all(isinstance(series, Image) for series in panel.series)


def _axes(figure: Any, panel: Panel, at: dict[str, int]) -> None:
    if _is_solid(panel):
        solid = next(series for series in panel.series if isinstance(series, Surface))
        heights = {"zaxis_title": solid.name, "zaxis_type": "log" if solid.log else "linear"}
        axes = {"xaxis_title": panel.x_label, "yaxis_title": panel.y_label, **heights}
        # A path that leaves the surface for good would make it a point.
        figure.update_scenes(**at, **axes, xaxis_range=panel.x_limits, yaxis_range=panel.y_limits)
        return
    lines = {"gridcolor": GRID, "zerolinecolor": GRID, "linecolor": INK}
    figure.update_xaxes(title_text=panel.x_label, range=panel.x_limits, **at, **lines)
    figure.update_yaxes(title_text=panel.y_label, type="log" if panel.log_y else "linear", **at, **lines)
    if panel.y_limits and not panel.log_y:
        figure.update_yaxes(range=panel.y_limits, **at)
    if panel.equal:
        figure.update_yaxes(scaleanchor=figure.get_subplot(**at).xaxis.plotly_name.replace("axis", ""), **at)
    if _is_image(panel):
        cells = {"showgrid": False, "zeroline": False, "constrain": "domain"}
        whole = {"tickmode": "linear", "dtick": 1} if any(isinstance(series, Image) and series.texts for series in panel.series) else {}
        figure.update_xaxes(showticklabels=bool(whole), **cells, **whole, **at)
        figure.update_yaxes(autorange="reversed", showticklabels=bool(whole), **cells, **whole, **at)
    if all(isinstance(series, Boxes) for series in panel.series):
        figure.update_xaxes(visible=False, **at)
        figure.update_yaxes(visible=False, **at)


def _traces(panel: Panel) -> list[Any]:
    solid = next((series for series in panel.series if isinstance(series, Surface)), None)
    return [trace for series in panel.series for trace in _drawn(series, panel, solid)]


def _drawn(series: Series, panel: Panel, solid: Surface | None) -> list[Any]:
    import plotly.graph_objects as go

    match series:
        case Surface(name=name, x=x, y=y, z=z, log=log):
            shade = [[log10(max(height, 1e-12)) if log else height for height in row] for row in z]
            look = {"surfacecolor": shade, "colorscale": "Cividis", "opacity": 0.85, "showscale": False}
            return [go.Surface(x=list(x), y=list(y), z=[list(row) for row in z], name=name, **look)]
        case Line() | Points() if solid is not None:
            return [_on(series, solid)]
        case Line(name=name, x=x, y=y, tone=tone, dashed=dashed, marked=marked):
            line = {"color": COLORS[tone], "dash": "dash" if dashed else "solid"}
            mode = "lines+markers" if marked else "lines"
            return [go.Scatter(x=list(x), y=list(y), mode=mode, name=name, line=line, showlegend=bool(name))]
        case Points(name=name, x=x, y=y, tone=tone):
            return [go.Scatter(x=list(x), y=list(y), mode="markers", name=name, marker={"color": COLORS[tone]}, showlegend=bool(name))]
        case Bars(name=name, values=values, tone=tone):
            return [go.Bar(x=list(panel.categories), y=list(values), name=name, marker_color=COLORS[tone], showlegend=bool(name))]
        case Image(z=z, texts=texts):
            cells = {"text": [list(row) for row in texts], "texttemplate": "%{text}"} if texts else {}
            frames = {"mode": "lines", "line": {"color": COLORS[Tone.YOURS], "width": 4}, "hoverinfo": "skip", "showlegend": False}
            xs, ys = outlines(series)
            shades = go.Heatmap(z=[list(row) for row in z], colorscale="Cividis", showscale=False, **cells)
            return [shades, go.Scatter(x=xs, y=ys, **frames)]
        case Boxes():
            return _diagram(series)
    raise TypeError(f"{type(series).__name__} is no series")


def _on(series: Line | Points, solid: Surface) -> Any:
    """A path that lies on a surface: each point at the height that the surface has there."""
    import numpy as np
    import plotly.graph_objects as go

    heights = [_height(solid, np.asarray(solid.z), a, b) for a, b in zip(series.x, series.y, strict=True)]
    look = {"line": {"color": COLORS[series.tone], "width": 5}, "marker": {"color": COLORS[series.tone], "size": 3}}
    mode = "lines+markers" if isinstance(series, Line) else "markers"
    return go.Scatter3d(x=list(series.x), y=list(series.y), z=heights, mode=mode, name=series.name, **look)


def _height(solid: Surface, z: Any, x: float, y: float) -> float | None:
    """The surface between its four points around (x, y), bilinear; None outside of it."""
    import numpy as np

    if not (solid.x[0] <= x <= solid.x[-1] and solid.y[0] <= y <= solid.y[-1]):
        return None
    across = [np.interp(x, solid.x, row) for row in z]
    return float(np.interp(y, solid.y, across))


def _diagram(boxes: Boxes) -> list[Any]:
    import plotly.graph_objects as go

    arrows = [coordinate for a, b in boxes.arrows for coordinate in (boxes.nodes[a], boxes.nodes[b], None)]
    lines = go.Scatter(
        x=[node.x if node else None for node in arrows],
        y=[-node.y if node else None for node in arrows],
        mode="lines+markers",
        marker={"symbol": "arrow", "angleref": "previous", "size": 12},
        line={"color": INK},
        hoverinfo="skip",
        showlegend=False,
    )
    colors = [COLORS[Tone.YOURS] if node.marked else COLORS[Tone.RIGHT] for node in boxes.nodes]
    nodes = go.Scatter(
        x=[node.x for node in boxes.nodes],
        y=[-node.y for node in boxes.nodes],
        mode="markers+text",
        text=[_escaped(node.text).replace("\n", "<br>") for node in boxes.nodes],
        textposition="middle right",
        marker={"size": 14, "color": colors},
        showlegend=False,
    )
    return [lines, nodes]


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
