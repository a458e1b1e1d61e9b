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


def afterwards(submission, logits, labels, weights):
    """Logits, labels and weights after the cross entropy has had them."""
    given = [logits.clone(), labels.clone(), weights.clone()]
    submission.weighted_cross_entropy(*given)
    return given
