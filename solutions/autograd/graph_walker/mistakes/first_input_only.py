"""You follow the first input of each node only. An operation has as many as `next_functions` is long.

Cards: autograd/next-functions
"""

import torch


def walk(t: torch.Tensor) -> tuple[list[str], list[tuple[int, int]]]:
    if t.grad_fn is None:
        return [], []
    number, waiting, edges = {t.grad_fn: 0}, [t.grad_fn], []
    while waiting:
        node = waiting.pop()
        for source, _ in node.next_functions[:1]:
            if source is None:
                continue
            if source not in number:
                number[source] = len(number)
                waiting.append(source)
            edges.append((number[node], number[source]))
    return [node.name() for node in number], edges
