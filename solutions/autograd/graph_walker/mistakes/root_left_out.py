"""The node of t itself is missing: you begin with its inputs. `t.grad_fn` is the first node.

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
    return [node.name() for node in number][1:], [(i - 1, j - 1) for i, j in edges if i]
