"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

from contextlib import suppress

import torch


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


def trained_twice(submission, x, y, b, w, lr, n_epochs):
    """b and w after two calls, one upon the other."""
    leaves = fresh(b, w)
    with torch.enable_grad():
        submission.train(x, y, *leaves, lr, n_epochs)
        submission.train(x, y, *leaves, lr, n_epochs)
    return [p.detach() for p in leaves]


def gradients_afterwards(submission, x, y, b, w, lr, n_epochs, weights):
    """What `.grad` of b and w holds when, after a call, backward runs from their weighted sum; None where nothing arrives."""
    leaves = fresh(b, w)
    with torch.enable_grad():
        submission.train(x, y, *leaves, lr, n_epochs)
        total = sum((p * weight).sum() for p, weight in zip(leaves, weights, strict=True))
        if total.requires_grad:
            total.backward()
    return [p.grad for p in leaves]


def inputs_afterwards(submission, x, y, b, w, lr, n_epochs):
    """x and y as a call leaves them."""
    submission.train(x, y, *fresh(b, w), lr, n_epochs)
    return [x, y]


def fresh(b, w):
    return [p.clone().requires_grad_() for p in (b, w)]
