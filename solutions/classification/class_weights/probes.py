"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch


def class_weights(submission, labels, n_classes):
    """The weights of the classes."""
    return submission.class_weights(labels, n_classes)


def positive_weight(submission, labels):
    """The weight of the label 1."""
    return submission.positive_weight(labels)


def loss(submission, name, logits, labels, weights):
    """One of the two losses, and its gradient at the logits."""
    inputs = logits.clone().requires_grad_()
    value = getattr(submission, name)(inputs, labels, weights)
    (gradient,) = torch.autograd.grad(value, inputs, allow_unused=True) if value.requires_grad else (None,)
    return {"loss": value.detach(), "gradient": gradient}


def afterwards(submission, name, inputs):
    """The tensors that one of the functions was given, after the call; what is no tensor goes along."""
    given = [value.clone() if isinstance(value, torch.Tensor) else value for value in inputs]
    getattr(submission, name)(*given)
    return [value for value in given if isinstance(value, torch.Tensor)]
