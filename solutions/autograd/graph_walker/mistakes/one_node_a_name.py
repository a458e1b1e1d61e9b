"""You take nodes of the same name for one node. Two sums are two operations: use the node itself as the key, not its
name.

Cards: autograd/shared-node-once
"""

import torch


def walk(t: torch.Tensor) -> tuple[list[str], list[tuple[int, int]]]:
    if t.grad_fn is None:
        return [], []
    number, waiting, edges = {t.grad_fn.name(): 0}, [t.grad_fn], []
    while waiting:
        node = waiting.pop()
        for source, _ in node.next_functions:
            if source is None:
                continue
            if source.name() not in number:
                number[source.name()] = len(number)
                waiting.append(source)
            edges.append((number[node.name()], number[source.name()]))
    return list(number), edges
