"""You look at the inputs of the first node and go no further. Their inputs belong to the graph, too.

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
            edges.append((number[node], number[source]))
    return [node.name() for node in number], edges
