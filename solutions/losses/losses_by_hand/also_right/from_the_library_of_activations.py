"""Softplus is ln(1 + eᶻ); log-softmax is an activation, not a loss. `bce` defines its own backward pass."""

import torch
from torch.nn import functional as F


def reduced(losses, reduction):
    return losses if reduction == "none" else getattr(losses, reduction)()


def l1(predictions, targets, reduction="mean"):
    return reduced(abs(predictions - targets), reduction)


def mse(predictions, targets, reduction="mean"):
    return reduced((predictions - targets).square(), reduction)


def bce(probabilities, targets, reduction="mean"):
    return reduced(BinaryCrossEntropy.apply(probabilities, targets), reduction)


def bce_with_logits(logits, targets, reduction="mean"):
    return reduced(targets * F.softplus(-logits) + (1 - targets) * F.softplus(logits), reduction)


def cross_entropy(logits, labels, reduction="mean"):
    log_p = F.log_softmax(logits, dim=1).movedim(1, -1)
    flat = log_p.reshape(-1, logits.shape[1])
    losses = -flat[range(len(flat)), labels.flatten()]
    return reduced(losses.reshape(labels.shape), reduction)


class BinaryCrossEntropy(torch.autograd.Function):
    @staticmethod
    def forward(ctx, probabilities, targets):
        ctx.save_for_backward(probabilities, targets)
        pairs = ((targets, probabilities), (1 - targets, 1 - probabilities))
        return sum(-weight * p.log().clamp_min(-100.0) for weight, p in pairs)

    @staticmethod
    def backward(ctx, grad_output):
        p, y = ctx.saved_tensors
        return grad_output * (p - y) / torch.clamp(p - p * p, min=1e-12), None
