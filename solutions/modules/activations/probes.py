"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch


def activated(submission, name, x, weights, *by_position, **by_name):
    """The values, and the gradient at x of their sum with these weights."""
    inputs = x.clone().requires_grad_()
    out = getattr(submission, name)(inputs, *by_position, **by_name)
    gradient = None
    if out.requires_grad:
        (gradient,) = torch.autograd.grad((out * weights).sum(), inputs, allow_unused=True)
    return {"values": out.detach(), "gradient": gradient}


def input_afterwards(submission, name, x):
    """The input after the call, which was made without recording."""
    x = x.clone()
    getattr(submission, name)(x)
    return x
