"""What a picture asks of a submission. Runs in the worker, beside it."""

import torch


def loss(submission, name, z, target, reduction):
    """The loss of each logit and its gradient there."""
    return with_slope(z, lambda own: getattr(submission, name)(own, target, reduction=reduction))


def after_sigmoid(submission, z, target):
    """The same with the submission's BCE on torch's sigmoid."""
    return with_slope(z, lambda own: submission.bce(torch.sigmoid(own), target, reduction="none"))


def with_slope(z, of):
    own = z.clone().requires_grad_()
    value = of(own)
    slope = torch.autograd.grad(value.sum(), own, allow_unused=True)[0] if value.requires_grad else None
    return {"value": value.detach(), "gradient": slope}
