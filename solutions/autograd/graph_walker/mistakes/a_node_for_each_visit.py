"""You visit a shared node again from each of its users, and count it each time. Two hundred sums of a tensor with itself
then give 2²⁰⁰ nodes. Remember which nodes you have visited.

Cards: autograd/shared-node-once
"""

import torch


def walk(t: torch.Tensor) -> tuple[list[str], list[tuple[int, int]]]:
    names, edges = [], []
    stack = [(t.grad_fn, None)] if t.grad_fn is not None else []
    while stack:
        node, user = stack.pop()
        i = len(names)
        names.append(node.name())
        if user is not None:
            edges.append((user, i))
        stack += [(parent, i) for parent, _ in node.next_functions if parent is not None]
    return names, edges
