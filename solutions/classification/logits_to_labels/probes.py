"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch


def probabilities(submission, logits):
    """The probabilities."""
    return submission.probabilities(logits)


def labels(submission, logits):
    """The labels."""
    return submission.labels(logits)


def loss(submission, logits, targets):
    """The loss, and its gradient at the logits."""
    inputs = logits.clone().requires_grad_()
    value = submission.loss(inputs, targets)
    (gradient,) = torch.autograd.grad(value, inputs, allow_unused=True) if value.requires_grad else (None,)
    return {"loss": value.detach(), "gradient": gradient}


def afterwards(submission, name, logits, targets):
    """Logits and targets after one of the functions has had them."""
    logits, targets = logits.clone(), targets.clone()
    getattr(submission, name)(*([logits, targets] if name == "loss" else [logits]))
    return [logits, targets]
