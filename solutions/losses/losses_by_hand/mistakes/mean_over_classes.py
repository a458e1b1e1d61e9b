"""The mean divides by the number of logits. Each label gives one loss, so the mean is over the labels; yours is too
small by a factor of C.

Cards: losses/class-axis, losses/reductions
"""

import torch


def l1(predictions: torch.Tensor, targets: torch.Tensor, reduction: str = "mean") -> torch.Tensor:
    return reduce((predictions - targets).abs(), reduction)


def mse(predictions: torch.Tensor, targets: torch.Tensor, reduction: str = "mean") -> torch.Tensor:
    return reduce((predictions - targets) ** 2, reduction)


def bce(probabilities: torch.Tensor, targets: torch.Tensor, reduction: str = "mean") -> torch.Tensor:
    log_yes = probabilities.log().clamp(min=-100)
    log_no = (1 - probabilities).log().clamp(min=-100)
    return reduce(-(targets * log_yes + (1 - targets) * log_no), reduction)


def bce_with_logits(logits: torch.Tensor, targets: torch.Tensor, reduction: str = "mean") -> torch.Tensor:
    log_one_plus_exp = torch.logaddexp(logits, torch.zeros_like(logits))
    return reduce(log_one_plus_exp - targets * logits, reduction)


def cross_entropy(logits: torch.Tensor, labels: torch.Tensor, reduction: str = "mean") -> torch.Tensor:
    log_p = logits - logits.logsumexp(1, keepdim=True)
    one_hot = torch.zeros_like(logits).scatter(1, labels.unsqueeze(1), 1.0)
    if reduction == "none":
        return -(one_hot * log_p).sum(1)
    return reduce(-one_hot * log_p, reduction)


def reduce(losses: torch.Tensor, reduction: str) -> torch.Tensor:
    return {"mean": losses.mean, "sum": losses.sum, "none": losses.clone}[reduction]()
