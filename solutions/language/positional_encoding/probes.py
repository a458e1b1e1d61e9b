"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch
from torch import nn


def encoded(submission, *args):
    """The encoding for these arguments."""
    return submission.positional_encoding(*args)


def rows(submission, length, width, dtype, places):
    """Some rows of a long encoding."""
    return submission.positional_encoding(length, width, dtype)[places]


def added(submission, x, max_length, sums, model_dtype=None):
    """The output for x, and the gradient at x of its sum with these numbers. The model has the precision of x, or another one."""
    model = submission.AddPositions(x.shape[-1], max_length).to(x.device, model_dtype or x.dtype)
    inputs = x.clone().requires_grad_()
    out = model(inputs)
    gradient = None
    if out.requires_grad:
        (gradient,) = torch.autograd.grad((out * sums).sum(), inputs, allow_unused=True)
    return {"output": out.detach(), "gradient": gradient}


def too_long(submission, x, max_length):
    """What happens to a sequence: the name of the error, or what is given."""
    model = submission.AddPositions(x.shape[-1], max_length).to(x)
    try:
        return model(x)
    except Exception as error:  # noqa: BLE001 - the suite judges which one it is
        return type(error).__name__


def parts(submission, width, max_length):
    """What the module has registered, and what of it is trained."""
    model = submission.AddPositions(width, max_length)
    return {"buffers": dict(model.named_buffers()), "parameters": [p.detach() for p in model.parameters()]}


def turned(submission, x, max_length, factor):
    """Outputs of a module whose buffers were multiplied, and of one inside a Sequential, in training and in evaluation mode."""
    model = submission.AddPositions(x.shape[-1], max_length).to(x)
    for buffer in model.buffers():
        buffer.mul_(factor)
    outer = nn.Sequential(submission.AddPositions(x.shape[-1], max_length)).to(x)
    return {"scaled": model(x).detach(), "training": outer.train()(x).detach(), "evaluation": outer.eval()(x).detach()}


def afterwards(submission, x, max_length):
    """The input after the call, which was not recorded."""
    x = x.clone()
    with torch.no_grad():
        submission.AddPositions(x.shape[-1], max_length).to(x)(x)
    return x
