"""You name nodes by their Python type. The task asks for `fn.name()`, which says `torch::autograd::AccumulateGrad` for a
leaf.

Cards: autograd/grad-fn
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
    return [type(node).__name__ for node in number], edges
