"""Softplus is ln(1 + eᶻ); log-softmax is an activation, and no loss."""

from torch.nn import functional as F


def reduced(losses, reduction):
    return losses if reduction == "none" else getattr(losses, reduction)()


def l1(predictions, targets, reduction="mean"):
    return reduced(abs(predictions - targets), reduction)


def mse(predictions, targets, reduction="mean"):
    return reduced((predictions - targets).square(), reduction)


def bce(probabilities, targets, reduction="mean"):
    pairs = ((targets, probabilities), (1 - targets, 1 - probabilities))
    return reduced(sum(-weight * p.log().clamp_min(-100.0) for weight, p in pairs), reduction)


def bce_with_logits(logits, targets, reduction="mean"):
    return reduced(targets * F.softplus(-logits) + (1 - targets) * F.softplus(logits), reduction)


def cross_entropy(logits, labels, reduction="mean"):
    log_p = F.log_softmax(logits, dim=1).movedim(1, -1)
    rows = log_p.reshape(-1, logits.shape[1])
    losses = -rows[range(len(rows)), labels.flatten()]
    return reduced(losses.reshape(labels.shape), reduction)
