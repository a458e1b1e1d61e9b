"""A dict assigns each node its index at the first visit; a stack of nodes to visit avoids recursion."""

import torch


def walk(t: torch.Tensor) -> tuple[list[str], list[tuple[int, int]]]:
    if t.grad_fn is None:
        return [], []
    index, stack, edges = {t.grad_fn: 0}, [t.grad_fn], []
    while stack:
        node = stack.pop()
        for parent, _ in node.next_functions:
            if parent is None:
                continue
            if parent not in index:
                index[parent] = len(index)
                stack.append(parent)
            edges.append((index[node], index[parent]))
    return [node.name() for node in index], edges
