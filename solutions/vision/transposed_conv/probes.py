"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch


def output(submission, x, weight, bias=None, **options):
    """The result, without its graph."""
    return submission.conv_transpose2d(x, weight, bias, **options).detach()


def gradients(submission, x, weight, bias, upstream, **options):
    """The gradients of x, weight and bias below the given one; None where none arrives, [] if the result has another shape."""
    inputs = [tensor.clone().requires_grad_() for tensor in (x, weight, bias)]
    out = submission.conv_transpose2d(*inputs, **options)
    if out.shape != upstream.shape:
        return []
    if not out.requires_grad:
        return [None] * len(inputs)
    return list(torch.autograd.grad(out, inputs, upstream, allow_unused=True))


def afterwards(submission, x, weight, bias, **options):
    """What was passed in, after the call."""
    inputs = [tensor.clone() for tensor in (x, weight, bias)]
    submission.conv_transpose2d(*inputs, **options)
    return inputs


def extras(submission, cases):
    """What extra_for gives for each case, or the name of what it raises."""
    return [extra(submission, case) for case in cases]


def kinds_of_extras(submission, cases):
    """The types of the two values that extra_for gives for each case."""
    return [[type(number).__name__ for number in submission.extra_for(**case)] for case in cases]


def extras_in_order(submission, cases):
    """What extra_for gives for each case, with positional arguments, or the name of what it raises."""
    return [extra(submission, {}, *case) for case in cases]


def extra(submission, case, *in_order):
    try:
        return submission.extra_for(*in_order, **case)
    except Exception as error:  # noqa: BLE001 - whatever was raised, its name is the answer
        return type(error).__name__
