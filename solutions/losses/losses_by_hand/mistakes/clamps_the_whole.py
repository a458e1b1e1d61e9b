"""In `bce` the whole loss is held above −100, not each logarithm. For a target of 0.25 and p = 0 that gives 100 where
0.25 · 100 is right, and 0 · ln 0 is NaN on the way.

Cards: losses/log-of-zero
"""

import torch


def l1(predictions: torch.Tensor, targets: torch.Tensor, reduction: str = "mean") -> torch.Tensor:
    return reduce((predictions - targets).abs(), reduction)


def mse(predictions: torch.Tensor, targets: torch.Tensor, reduction: str = "mean") -> torch.Tensor:
    return reduce((predictions - targets) ** 2, reduction)


def bce(probabilities: torch.Tensor, targets: torch.Tensor, reduction: str = "mean") -> torch.Tensor:
    logs = targets * probabilities.log() + (1 - targets) * (1 - probabilities).log()
    return reduce(-logs.nan_to_num(0.0).clamp(min=-100), reduction)


def bce_with_logits(logits: torch.Tensor, targets: torch.Tensor, reduction: str = "mean") -> torch.Tensor:
    log_one_plus_exp = torch.logaddexp(logits, torch.zeros_like(logits))
    return reduce(log_one_plus_exp - targets * logits, reduction)


def cross_entropy(logits: torch.Tensor, labels: torch.Tensor, reduction: str = "mean") -> torch.Tensor:
    chosen = logits.gather(1, labels.unsqueeze(1)).squeeze(1)
    return reduce(logits.logsumexp(1) - chosen, reduction)


def reduce(losses: torch.Tensor, reduction: str) -> torch.Tensor:
    return {"mean": losses.mean, "sum": losses.sum, "none": losses.clone}[reduction]()
