"""The largest number is taken out before exp, by hand; the label is found by a one-hot mask."""

import torch


def l1(predictions, targets, reduction="mean"):
    return total(torch.maximum(predictions - targets, targets - predictions), reduction)


def mse(predictions, targets, reduction="mean"):
    error = targets - predictions
    return total(error * error, reduction)


def bce(probabilities, targets, reduction="mean"):
    p = probabilities.detach()
    far_in = p * (1 - p) >= 1e-12
    inner = torch.where(far_in, probabilities, 0.5)  # autograd meets the logarithm only where its derivative is finite
    within = (targets - 1) * torch.log1p(-inner) - targets * torch.log(inner)
    at_the_ends = (targets - 1) * floored(torch.log1p(-p)) - targets * floored(torch.log(p))
    straight = at_the_ends + (p - targets) * 1e12 * (probabilities - p)
    return total(torch.where(far_in, within, straight), reduction)


def bce_with_logits(logits, targets, reduction="mean"):
    # At a tie `maximum` gives each side half of the gradient, as sigmoid(0) wants it; relu and clamp give 0 and 1.
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
