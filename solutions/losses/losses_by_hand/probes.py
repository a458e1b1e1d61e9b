"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch


def loss(submission, name, first, second, reduction=None, upstream=None):
    """The value, and the gradient of its sum, or of its sum weighted by `upstream`, with respect to the first argument.

    Without a reduction the default holds.
    """
    inputs = first.clone().requires_grad_()
    options = {} if reduction is None else {"reduction": reduction}
    value = getattr(submission, name)(inputs, second, **options)
    gradient = None
    if value.requires_grad:
        total = value.sum() if upstream is None else (value * upstream).sum()
        (gradient,) = torch.autograd.grad(total, inputs, allow_unused=True)
    return {"value": value.detach(), "gradient": gradient}


def value(submission, name, first, second, reduction=None):
    """The value alone."""
    options = {} if reduction is None else {"reduction": reduction}
    return getattr(submission, name)(first.clone(), second, **options)


def reduced(submission, name, first, second):
    """The value in each reduction."""
    return {reduction: value(submission, name, first, second, reduction) for reduction in ("none", "sum", "mean")}


def inputs_afterwards(submission, name, first, second):
    """Both arguments after the call."""
    first, second = first.clone(), second.clone()
    getattr(submission, name)(first, second)
    return [first, second]
