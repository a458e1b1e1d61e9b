"""Your function is recursive. Python's recursion limit is about a thousand calls, and a graph may be deeper. Use a stack of
nodes to visit.

Cards: autograd/next-functions
"""

import torch


def walk(t: torch.Tensor) -> tuple[list[str], list[tuple[int, int]]]:
    index, edges = {}, []

    def visit(node):
        index[node] = len(index)
        for parent, _ in node.next_functions:
            if parent is None:
                continue
            if parent not in index:
                visit(parent)
            edges.append((index[node], index[parent]))

    if t.grad_fn is not None:
        visit(t.grad_fn)
    return [node.name() for node in index], edges
