"""You run `backward()` on the way. It frees what the graph has saved, and fills gradients: whoever calls it next gets an
error, or twice the gradient.

Cards: autograd/backward-twice
"""

import torch


def walk(t: torch.Tensor) -> tuple[list[str], list[tuple[int, int]]]:
    if t.grad_fn is None:
        return [], []
    t.sum().backward(retain_graph=True)
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
