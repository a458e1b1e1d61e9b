"""You give a node to each constant. `next_functions` says None there: nothing flows to a constant, so it is no part of
the graph.

Cards: autograd/constants-are-not-there
"""

import torch


def walk(t: torch.Tensor) -> tuple[list[str], list[tuple[int, int]]]:
    if t.grad_fn is None:
        return [], []
    names, number, waiting, edges = [t.grad_fn.name()], {t.grad_fn: 0}, [t.grad_fn], []
    while waiting:
        node = waiting.pop()
        for source, _ in node.next_functions:
            if source is None:
                edges.append((number[node], len(names)))
                names.append("None")
                continue
            if source not in number:
                number[source] = len(names)
                names.append(source.name())
                waiting.append(source)
            edges.append((number[node], number[source]))
    return names, edges
