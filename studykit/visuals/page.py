"""Draws a chart as one self-contained page, with Plotly: surfaces turn, a slider moves through the steps, no network is needed."""

from math import log10
from typing import Any

from studykit.visuals.chart import COLOURS, Bars, Boxes, Chart, Image, Line, Panel, Points, Series, Surface, Tone

PANEL_HEIGHT, SOLID_HEIGHT = 460, 640  # CSS pixels
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

    panels = chart.steps[-1].panels if chart.steps else chart.panels
    kinds = [[{"type": "scene" if _is_solid(panel) else "xy"}] for panel in panels]
    figure = make_subplots(rows=len(panels), cols=1, specs=kinds, subplot_titles=[panel.title for panel in panels], vertical_spacing=0.12)
    for row, panel in enumerate(panels, 1):
        for trace in _traces(panel):
            figure.add_trace(trace, row=row, col=1)
        _axes(figure, panel, row)
    ground = {"paper_bgcolor": "rgba(0,0,0,0)", "plot_bgcolor": "rgba(0,0,0,0)", "font": {"color": INK}}
    legend = {"orientation": "h", "y": 1.02, "yanchor": "bottom"}
    height = sum(SOLID_HEIGHT if _is_solid(panel) else PANEL_HEIGHT for panel in panels)
    figure.update_layout(title={"text": _escaped(chart.title)}, height=height + 180, margin={"l": 60, "r": 20}, legend=legend, **ground)
    if chart.steps:
        _slide(figure, chart)
    return figure


def _slide(figure: Any, chart: Chart) -> None:
    """Every step's traces in a frame of the same order, so that the slider exchanges their numbers."""
    import plotly.graph_objects as go

    figure.frames = [
        go.Frame(name=step.label, data=[trace for panel in step.panels for trace in _traces(panel)], traces=list(range(len(figure.data))))
        for step in chart.steps
    ]
    moves = [
        {"label": step.label, "method": "animate", "args": [[step.label], {"mode": "immediate", "frame": {"duration": 0, "redraw": True}}]}
        for step in chart.steps
    ]
    figure.update_layout(
        sliders=[{"currentvalue": {"prefix": f"{chart.slider}: "}, "active": len(moves) - 1, "pad": {"t": 50}, "steps": moves}]
    )


def _is_solid(panel: Panel) -> bool:
    return any(isinstance(series, Surface) for series in panel.series)


def _axes(figure: Any, panel: Panel, row: int) -> None:
    if _is_solid(panel):
        axes = {"xaxis_title": panel.x_label, "yaxis_title": panel.y_label, "zaxis_title": _height_name(panel), "zaxis_type": "log"}
        figure.update_scenes(row=row, col=1, **axes)
        return
    lines = {"gridcolor": GRID, "zerolinecolor": GRID, "linecolor": INK}
    figure.update_xaxes(title_text=panel.x_label, range=panel.x_limits, row=row, col=1, **lines)
    figure.update_yaxes(title_text=panel.y_label, type="log" if panel.log_y else "linear", row=row, col=1, **lines)
    if panel.y_limits and not panel.log_y:
        figure.update_yaxes(range=panel.y_limits, row=row, col=1)
    if panel.equal:
        figure.update_yaxes(scaleanchor=f"x{row if row > 1 else ''}", row=row, col=1)
    if any(isinstance(series, Image) for series in panel.series):
        figure.update_yaxes(autorange="reversed", row=row, col=1)
    if all(isinstance(series, Boxes) for series in panel.series):
        figure.update_xaxes(visible=False, row=row, col=1)
        figure.update_yaxes(visible=False, row=row, col=1)


def _traces(panel: Panel) -> list[Any]:
    solid = next((series for series in panel.series if isinstance(series, Surface)), None)
    return [trace for series in panel.series for trace in _drawn(series, panel, solid)]


def _drawn(series: Series, panel: Panel, solid: Surface | None) -> list[Any]:
    import plotly.graph_objects as go

    match series:
        case Surface(name=name, x=x, y=y, z=z):
            shade = [[log10(max(height, 1e-12)) for height in row] for row in z]
            look = {"surfacecolor": shade, "colorscale": "Cividis", "opacity": 0.85, "showscale": False}
            return [go.Surface(x=list(x), y=list(y), z=[list(row) for row in z], name=name, **look)]
        case Line() | Points() if solid is not None:
            return [_on(series, solid)]
        case Line(name=name, x=x, y=y, tone=tone, dashed=dashed, marked=marked):
            line = {"color": COLOURS[tone], "dash": "dash" if dashed else "solid"}
            mode = "lines+markers" if marked else "lines"
            return [go.Scatter(x=list(x), y=list(y), mode=mode, name=name, line=line, showlegend=bool(name))]
        case Points(name=name, x=x, y=y, tone=tone):
            return [go.Scatter(x=list(x), y=list(y), mode="markers", name=name, marker={"color": COLOURS[tone]}, showlegend=bool(name))]
        case Bars(name=name, values=values, tone=tone):
            return [go.Bar(x=list(panel.categories), y=list(values), name=name, marker_color=COLOURS[tone], showlegend=bool(name))]
        case Image(z=z, texts=texts):
            cells = {"text": [list(row) for row in texts], "texttemplate": "%{text}"} if texts else {}
            return [go.Heatmap(z=[list(row) for row in z], colorscale="Cividis", showscale=not texts, **cells)]
        case Boxes():
            return _diagram(series)
    raise TypeError(f"{type(series).__name__} is no series")


def _on(series: Line | Points, solid: Surface) -> Any:
    """A path that lies on a surface: each point at the height that the surface has there."""
    import numpy as np
    import plotly.graph_objects as go

    heights = [_height(solid, np.asarray(solid.z), a, b) for a, b in zip(series.x, series.y, strict=True)]
    look = {"line": {"color": COLOURS[series.tone], "width": 5}, "marker": {"color": COLOURS[series.tone], "size": 3}}
    mode = "lines+markers" if isinstance(series, Line) else "markers"
    return go.Scatter3d(x=list(series.x), y=list(series.y), z=heights, mode=mode, name=series.name, **look)


def _height(solid: Surface, z: Any, x: float, y: float) -> float | None:
    """The surface between its four points around (x, y), bilinear; None outside of it."""
    import numpy as np

    if not (solid.x[0] <= x <= solid.x[-1] and solid.y[0] <= y <= solid.y[-1]):
        return None
    across = [np.interp(x, solid.x, row) for row in z]
    return float(np.interp(y, solid.y, across))


def _height_name(panel: Panel) -> str:
    return next(series.name for series in panel.series if isinstance(series, Surface))


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
    colours = [COLOURS[Tone.YOURS] if node.marked else COLOURS[Tone.RIGHT] for node in boxes.nodes]
    nodes = go.Scatter(
        x=[node.x for node in boxes.nodes],
        y=[-node.y for node in boxes.nodes],
        mode="markers+text",
        text=[_escaped(node.text).replace("\n", "<br>") for node in boxes.nodes],
        textposition="middle right",
        marker={"size": 14, "color": colours},
        showlegend=False,
    )
    return [lines, nodes]


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
