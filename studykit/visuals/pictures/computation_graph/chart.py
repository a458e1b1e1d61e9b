"""The graph that autograd recorded for a loss, walked by the learner's own code, and where a cut ends it (V08)."""

from collections.abc import Mapping
from typing import Any

from studykit.visuals.chart import Box, Boxes, Chart, Panel

TITLE = "backward() follows the recorded graph from the loss to the leaves; detach() cuts it"


def chart(yours: Mapping[str, Any] | None, right: Mapping[str, Any]) -> Chart:
    """The graph of the mean squared error of a line, whole and with a cut."""
    shown = yours or right
    panels = [_panel("Whole", shown["whole"], right["whole"]), _panel("With detach()", shown["cut"], right["cut"])]
    return Chart(_title(yours, right), panels)


def _title(yours: Mapping[str, Any] | None, right: Mapping[str, Any]) -> str:
    for name in ("whole", "cut") if yours is not None else ():
        own, expected = ([len(graph[name][part]) for part in ("names", "edges")] for graph in (yours or right, right))
        if own != expected:
            return f"Your walk of the {name} graph finds {own[0]} nodes and {own[1]} edges; it has {expected[0]} and {expected[1]}"
        if sorted((yours or right)[name]["names"]) != sorted(right[name]["names"]):
            return f"Your walk of the {name} graph finds other nodes than grad_fn has"
        if _named_edges((yours or right)[name]) != _named_edges(right[name]):
            return f"Your walk of the {name} graph has other edges: they join other nodes, or are reversed"
        if (yours or right)[name] != right[name]:
            return f"Your walk of the {name} graph has the nodes in another order than the reference"
    return TITLE


def _named_edges(graph: Mapping[str, Any]) -> list[tuple[str, str]]:
    names = graph["names"]
    return sorted((names[i], names[j]) for i, j in graph["edges"] if max(i, j) < len(names))


def _panel(title: str, graph: Mapping[str, Any], right: Mapping[str, Any]) -> Panel:
    names, edges = graph["names"], [(i, j) for i, j in graph["edges"] if max(i, j) < len(graph["names"])]
    depths = _depths(len(names), edges)
    rows: dict[int, list[int]] = {}
    for node, depth in enumerate(depths):
        rows.setdefault(depth, []).append(node)
    place = {node: (column - (len(row) - 1) / 2) * 1.6 for row in rows.values() for column, node in enumerate(row)}
    missing = len(right["names"]) - len(names)
    nodes = [Box(_short(name), place[node], depths[node]) for node, name in enumerate(names)]
    said = f"{title}: {len(names)} nodes" + (f", {missing} missing" if missing > 0 else "")
    return Panel(
        "", "", [Boxes("graph", nodes, [(j, i) for i, j in edges])] if nodes else [Boxes("graph", [Box("nothing", 0, 0)], [])], said
    )


def _depths(count: int, edges: list[tuple[int, int]]) -> list[int]:
    """How far each node is from the first, by the longest way; an edge against it counts once."""
    depths = [0] * count
    for _ in range(count):
        for i, j in edges:
            if depths[j] <= depths[i] < count:
                depths[j] = depths[i] + 1
    return depths


def _short(name: str) -> str:
    return name.rpartition("::")[2].removesuffix("0").removesuffix("Backward")
