"""What a picture asks of a submission. Runs in the worker, beside it."""

import torch


def places(submission, x, y, b, w, lr, n_epochs):
    """[bias, weight] after 0, 1, ..., n_epochs epochs, one epoch after the other with the same two tensors."""
    bias, weight = torch.tensor(b, requires_grad=True), torch.tensor(w, requires_grad=True)
    path = [[bias.item(), weight.item()]]
    for _ in range(n_epochs):
        submission.train(x, y, bias, weight, lr, 1)
        path.append([bias.item(), weight.item()])
    return path
