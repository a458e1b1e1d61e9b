"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch

from studykit.grading.worker.played_device import OnesForMeta, counted_passes


def trained(submission, X, y, learning_rate, n_epochs):
    """w, b and the losses of one call; another kind of answer comes back as it is."""
    with torch.enable_grad():
        returned = submission.train(X, y, learning_rate, n_epochs)
    return [plain(part) for part in returned] if isinstance(returned, (tuple, list)) else plain(returned)


def trained_twice(submission, X, y, learning_rate, n_epochs):
    """What two calls with the same data return."""
    return [trained(submission, X, y, learning_rate, n_epochs) for _ in range(2)]


def backward_passes(submission, X, y, learning_rate, n_epochs):
    """How many backward passes autograd runs during a call."""
    with torch.enable_grad(), counted_passes() as passes:
        submission.train(X, y, learning_rate, n_epochs)
    return len(passes)


def elsewhere(submission, shapes, place, learning_rate, n_epochs):
    """Where w and b are after a call with X and y on a device that has no values."""
    X, y = (torch.zeros(shape, device=place) for shape in shapes)
    with torch.enable_grad(), OnesForMeta():
        returned = submission.train(X, y, learning_rate, n_epochs)
    return [f"{tuple(part.shape)} on {part.device.type}" for part in returned[:2]]


def inputs_afterwards(submission, X, y, learning_rate, n_epochs):
    """X and y as a call leaves them."""
    submission.train(X, y, learning_rate, n_epochs)
    return [X, y]


def plain(part):
    return part.detach() if isinstance(part, torch.Tensor) else part
