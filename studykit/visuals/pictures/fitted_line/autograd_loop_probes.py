"""What a picture asks of a submission. Runs in the worker, beside it."""

import torch


def end(submission, x, y, b, w, lr, n_epochs):
    """[bias, weight] after all epochs."""
    bias, weight = torch.tensor(b, requires_grad=True), torch.tensor(w, requires_grad=True)
    submission.train(x, y, bias, weight, lr, n_epochs)
    return [bias.item(), weight.item()]
