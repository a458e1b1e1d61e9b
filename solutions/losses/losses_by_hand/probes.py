"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch


def loss(submission, name, first, second, reduction=None):
    """The value, and the gradient of its sum at the first argument; without a reduction the default holds."""
    inputs = first.clone().requires_grad_()
    options = {} if reduction is None else {"reduction": reduction}
    value = getattr(submission, name)(inputs, second, **options)
    gradient = None
    if value.requires_grad:
        (gradient,) = torch.autograd.grad(value.sum(), inputs, allow_unused=True)
    return {"value": value.detach(), "gradient": gradient}


def inputs_afterwards(submission, name, first, second):
    """Both arguments after the call."""
    first, second = first.clone(), second.clone()
    getattr(submission, name)(first, second)
    return [first, second]
