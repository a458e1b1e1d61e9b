"""A leaf has no `grad_fn`: None, which has no inputs. Ask before you walk.

Cards: autograd/grad-fn
"""

import torch


def walk(t: torch.Tensor) -> tuple[list[str], list[tuple[int, int]]]:
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
