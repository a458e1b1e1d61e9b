"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch


def output(submission, x, weight, bias=None, **options):
    """The result, without its graph."""
    return submission.conv2d(x, weight, bias, **options).detach()


def gradients(submission, x, weight, bias, upstream, **options):
    """The gradients of x, weight and bias below the given one; None where none arrives, [] if the result has another shape."""
    inputs = [tensor.clone().requires_grad_() for tensor in (x, weight, bias)]
    out = submission.conv2d(*inputs, **options)
    if out.shape != upstream.shape:
        return []
    if not out.requires_grad:
        return [None] * len(inputs)
    return list(torch.autograd.grad(out, inputs, upstream, allow_unused=True))


def afterwards(submission, x, weight, bias, **options):
    """What was passed in, after the call."""
    inputs = [tensor.clone() for tensor in (x, weight, bias)]
    submission.conv2d(*inputs, **options)
    return inputs
