"""Your function calls itself for each input. Python stops after about a thousand calls within each other, and a graph
may be longer. Keep a list of nodes still to be looked at.

Cards: autograd/next-functions
"""

import torch


def walk(t: torch.Tensor) -> tuple[list[str], list[tuple[int, int]]]:
    number, edges = {}, []

    def visit(node):
        number[node] = len(number)
        for source, _ in node.next_functions:
            if source is None:
                continue
            if source not in number:
                visit(source)
            edges.append((number[node], number[source]))

    if t.grad_fn is not None:
        visit(t.grad_fn)
    return [node.name() for node in number], edges
