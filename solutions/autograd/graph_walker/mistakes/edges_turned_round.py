"""Your edges lead from the input to its user. The task asks for (i, j) where i has j as an input, the way that backward
walks.

Cards: autograd/next-functions
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
            edges.append((number[source], number[node]))
    return [node.name() for node in number], edges
