"""The largest logit is subtracted before exp; a one-hot mask selects the label."""

import torch


def l1(predictions, targets, reduction="mean"):
    return total(torch.maximum(predictions - targets, targets - predictions), reduction)


def mse(predictions, targets, reduction="mean"):
    error = targets - predictions
    return total(error * error, reduction)


def bce(probabilities, targets, reduction="mean"):
    p = probabilities.detach()
    is_inside = p * (1 - p) >= 1e-12
    inner = torch.where(is_inside, probabilities, 0.5)  # so the logarithm is differentiated only where its derivative is finite
    inside = (targets - 1) * torch.log1p(-inner) - targets * torch.log(inner)
    clamped = (targets - 1) * floored(torch.log1p(-p)) - targets * floored(torch.log(p))
    linear = clamped + (p - targets) * 1e12 * (probabilities - p)
    return total(torch.where(is_inside, inside, linear), reduction)


def bce_with_logits(logits, targets, reduction="mean"):
    # At a tie `maximum` gives each argument half of the gradient, which is sigmoid(0); relu and clamp give 0 and 1.
    larger = torch.maximum(logits, torch.zeros_like(logits))
    return total(larger - logits * targets + torch.log1p(torch.exp(-logits.abs())), reduction)


def cross_entropy(logits, labels, reduction="mean"):
    shifted = logits - logits.amax(1, keepdim=True).detach()
    log_p = shifted - shifted.exp().sum(1, keepdim=True).log()
    classes = torch.arange(logits.shape[1], device=logits.device).view(1, -1, *[1] * (logits.ndim - 2))
    mask = classes == labels.unsqueeze(1)
    return total(-torch.where(mask, log_p, 0.0).sum(1), reduction)


def floored(logarithm):
    return torch.maximum(logarithm, torch.full_like(logarithm, -100.0))


def total(losses, reduction):
    if reduction == "none":
        return losses
    return losses.sum() if reduction == "sum" else losses.sum() / losses.numel()
