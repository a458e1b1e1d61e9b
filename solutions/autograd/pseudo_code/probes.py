"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

from contextlib import contextmanager

import torch
from torch.utils._python_dispatch import TorchDispatchMode


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
    """Where w and b are after a call with X and y on a device that has no numbers."""
    X, y = (torch.zeros(shape, device=place) for shape in shapes)
    with torch.enable_grad(), OnesForMissingNumbers():
        returned = submission.train(X, y, learning_rate, n_epochs)
    return [f"{tuple(part.shape)} on {part.device.type}" for part in returned[:2]]


def inputs_afterwards(submission, X, y, learning_rate, n_epochs):
    """X and y as a call leaves them."""
    submission.train(X, y, learning_rate, n_epochs)
    return [X, y]


def plain(part):
    return part.detach() if isinstance(part, torch.Tensor) else part


@contextmanager
def counted_passes():
    """A list that gets an entry for each run of autograd's engine, whoever starts it: `backward`, `torch.autograd.grad`, `torch.func`."""
    passes, engine = [], torch.autograd._engine_run_backward

    def counting(*args, **options):
        passes.append(1)
        return engine(*args, **options)

    torch.autograd._engine_run_backward = counting
    try:
        yield passes
    finally:
        torch.autograd._engine_run_backward = engine


class OnesForMissingNumbers(TorchDispatchMode):
    """Gives a one where a number of a meta tensor is asked for: the losses are to be floats."""

    def __torch_dispatch__(self, function, types, args=(), kwargs=None):
        if function is torch.ops.aten._local_scalar_dense.default and args[0].is_meta:
            return 1.0
        return function(*args, **(kwargs or {}))
