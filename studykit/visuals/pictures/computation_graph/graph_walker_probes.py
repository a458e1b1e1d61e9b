"""What a picture asks of a submission. Runs in the worker, beside it."""

import torch


def graph(submission, is_cut):
    """Names and edges of the loss of b + w * x; cut, the product is detached."""
    b, w = torch.zeros(1, requires_grad=True), torch.ones(1, requires_grad=True)
    x, y = torch.linspace(0, 1, 5), torch.ones(5)
    product = (w * x).detach() if is_cut else w * x
    names, edges = submission.walk(((b + product - y) ** 2).mean())
    return {"names": [str(name) for name in names], "edges": [[int(i), int(j)] for i, j in edges]}
