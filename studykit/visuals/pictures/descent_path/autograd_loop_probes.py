"""What a picture asks of a submission. Runs in the worker, beside it."""

import torch


def places(submission, x, y, b, w, lr, n_epochs):
    """[bias, weight] after 0, 1, ..., n_epochs epochs, each from the same start."""
    path = []
    for n in range(n_epochs + 1):
        bias, weight = torch.tensor(b, requires_grad=True), torch.tensor(w, requires_grad=True)
        submission.train(x.copy(), y.copy(), bias, weight, lr, n)
        path.append([bias.item(), weight.item()])
    return path
