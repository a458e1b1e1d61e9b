"""You write an edge only when the input is met for the first time. The edges of all its other users are missing.

Cards: autograd/shared-node-once
"""

import torch


def walk(t: torch.Tensor) -> tuple[list[str], list[tuple[int, int]]]:
    if t.grad_fn is None:
        return [], []
    number, waiting, edges = {t.grad_fn: 0}, [t.grad_fn], []
    while waiting:
        node = waiting.pop()
        for source, _ in node.next_functions:
            if source is None:
                continue
            if source not in number:
                number[source] = len(number)
                waiting.append(source)
                edges.append((number[node], number[source]))
    return [node.name() for node in number], edges
