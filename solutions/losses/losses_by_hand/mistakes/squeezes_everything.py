"""In `cross_entropy` a bare `squeeze()` drops every axis of length 1, not only the one of the classes. For an image of one
row the shapes no longer fit, and broadcasting makes a table of them. Name the axis: `squeeze(1)`.

Cards: losses/class-axis
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
    chosen = logits.gather(1, labels.unsqueeze(1)).squeeze()
    return reduce(logits.logsumexp(1) - chosen, reduction)


def reduce(losses: torch.Tensor, reduction: str) -> torch.Tensor:
    return {"mean": losses.mean, "sum": losses.sum, "none": losses.clone}[reduction]()
