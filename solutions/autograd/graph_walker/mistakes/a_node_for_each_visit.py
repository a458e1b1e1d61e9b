"""You walk into a shared node again from each of its users, and count it anew each time. Two hundred sums of a tensor
with itself are then 2²⁰⁰ nodes. Remember which nodes you have met.

Cards: autograd/shared-node-once
"""

import torch


def walk(t: torch.Tensor) -> tuple[list[str], list[tuple[int, int]]]:
    names, edges = [], []
    waiting = [(t.grad_fn, None)] if t.grad_fn is not None else []
    while waiting:
        node, user = waiting.pop()
        here = len(names)
        names.append(node.name())
        if user is not None:
            edges.append((user, here))
        waiting += [(source, here) for source, _ in node.next_functions if source is not None]
    return names, edges
