"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch


def trained(submission, X, y, learning_rate, n_epochs):
    """w, b and the losses of one call; another kind of answer comes back as it is."""
    with torch.enable_grad():
        returned = submission.train(X, y, learning_rate, n_epochs)
    return [plain(part) for part in returned] if isinstance(returned, (tuple, list)) else plain(returned)


def trained_twice(submission, X, y, learning_rate, n_epochs):
    """What two calls with the same data return."""
    return [trained(submission, X, y, learning_rate, n_epochs) for _ in range(2)]


def inputs_afterwards(submission, X, y, learning_rate, n_epochs):
    """X and y as a call leaves them."""
    submission.train(X, y, learning_rate, n_epochs)
    return [X, y]


def plain(part):
    return part.detach() if isinstance(part, torch.Tensor) else part
