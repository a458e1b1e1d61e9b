"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch


def pooled(submission, name, x, kernel, **options):
    """The result, without its graph."""
    return getattr(submission, name)(x, kernel, **options).detach()


def gradient(submission, name, x, upstream, kernel, **options):
    """The gradient of x below the given one; None where none arrives, the result's shape if that is another one."""
    x = x.clone().requires_grad_()
    out = getattr(submission, name)(x, kernel, **options)
    if out.shape != upstream.shape:
        return tuple(out.shape)
    return torch.autograd.grad(out, x, upstream, allow_unused=True)[0] if out.requires_grad else None


def afterwards(submission, name, x, kernel, **options):
    """The images, after they were pooled."""
    x = x.clone()
    getattr(submission, name)(x, kernel, **options)
    return x
