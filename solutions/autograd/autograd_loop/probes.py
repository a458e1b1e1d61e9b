"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

from contextlib import suppress

import torch

from studykit.grading.worker.played_device import OnesForMeta, counted_passes


def trained(submission, x, y, b, w, lr, n_epochs):
    """b and w after a call with fresh leaves."""
    leaves = fresh(b, w)
    with torch.enable_grad():
        submission.train(x, y, *leaves, lr, n_epochs)
    return [p.detach() for p in leaves]


def where_it_stops(submission, x, y, b, w, lr, n_epochs):
    """b and w after a call, also after one that an error has ended."""
    leaves = fresh(b, w)
    with suppress(Exception), torch.enable_grad():
        submission.train(x, y, *leaves, lr, n_epochs)
    return [p.detach() for p in leaves]


def what_is_missing(submission, x, y, b, w, lr, n_epochs):
    """The type and the name of an attribute that does not exist, if asking for it has ended a call; else None."""
    try:
        with torch.enable_grad():
            submission.train(x, y, *fresh(b, w), lr, n_epochs)
    except AttributeError as error:
        return f"{type(error.obj).__name__}.{error.name}"
    except Exception:  # noqa: BLE001
        return None
    return None


def trained_twice(submission, x, y, b, w, lr, n_epochs):
    """b and w after two calls, one upon the other."""
    leaves = fresh(b, w)
    with torch.enable_grad():
        submission.train(x, y, *leaves, lr, n_epochs)
        submission.train(x, y, *leaves, lr, n_epochs)
    return [p.detach() for p in leaves]


def seen_by_views(submission, x, y, b, w, lr, n_epochs):
    """What views of b and w, made before a call, show after it."""
    leaves = fresh(b, w)
    views = [p.detach() for p in leaves]
    with torch.enable_grad():
        submission.train(x, y, *leaves, lr, n_epochs)
    return views


def gradients_afterwards(submission, x, y, b, w, lr, n_epochs, weights, clear):
    """What `.grad` of b and w holds when, after a call, backward runs from their weighted sum; None where nothing arrives.

    `clear` zeroes the gradients before that backward.
    """
    leaves = fresh(b, w)
    with torch.enable_grad():
        submission.train(x, y, *leaves, lr, n_epochs)
        if clear:
            for p in leaves:
                p.grad = None
        total = sum((p * weight).sum() for p, weight in zip(leaves, weights, strict=True))
        if not total.requires_grad:
            return [None for _ in leaves]
        total.backward()
    return [p.grad for p in leaves]


def what_is_returned(submission, x, y, b, w, lr, n_epochs):
    """The name of the type of what a call returns."""
    return type(submission.train(x, y, *fresh(b, w), lr, n_epochs)).__name__


def backward_passes(submission, x, y, b, w, lr, n_epochs):
    """How many backward passes autograd runs during a call."""
    with torch.enable_grad(), counted_passes() as passes:
        submission.train(x, y, *fresh(b, w), lr, n_epochs)
    return len(passes)


def elsewhere(submission, x, y, place, lr, n_epochs):
    """Where b and w are after a call with leaves on a device that has no values."""
    leaves = [torch.zeros(1, device=place, requires_grad=True) for _ in range(2)]
    with torch.enable_grad(), OnesForMeta():
        submission.train(x, y, *leaves, lr, n_epochs)
    return [f"{tuple(p.shape)} on {p.device.type}" for p in leaves]


def inputs_afterwards(submission, x, y, b, w, lr, n_epochs):
    """x and y as a call leaves them."""
    submission.train(x, y, *fresh(b, w), lr, n_epochs)
    return [x, y]


def fresh(b, w):
    return [p.clone().requires_grad_() for p in (b, w)]
