"""Five formulas and one reduction; logaddexp and logsumexp avoid overflow, and `bce` defines its own gradient."""

import torch


def l1(predictions: torch.Tensor, targets: torch.Tensor, reduction: str = "mean") -> torch.Tensor:
    return reduce((predictions - targets).abs(), reduction)


def mse(predictions: torch.Tensor, targets: torch.Tensor, reduction: str = "mean") -> torch.Tensor:
    return reduce((predictions - targets) ** 2, reduction)


def bce(probabilities: torch.Tensor, targets: torch.Tensor, reduction: str = "mean") -> torch.Tensor:
    p = probabilities.detach()
    log_p = p.log().clamp(min=-100)
    log_1mp = (1 - p).log().clamp(min=-100)
    losses = -(targets * log_p + (1 - targets) * log_1mp)
    gradient = (p - targets) / (p * (1 - p)).clamp(min=1e-12)
    return reduce(losses + gradient * (probabilities - p), reduction)  # adds 0, with the gradient defined above


def bce_with_logits(logits: torch.Tensor, targets: torch.Tensor, reduction: str = "mean") -> torch.Tensor:
    log_one_plus_exp = torch.logaddexp(logits, torch.zeros_like(logits))
    return reduce(log_one_plus_exp - targets * logits, reduction)


def cross_entropy(logits: torch.Tensor, labels: torch.Tensor, reduction: str = "mean") -> torch.Tensor:
    label_logits = logits.gather(1, labels.unsqueeze(1)).squeeze(1)
    return reduce(logits.logsumexp(1) - label_logits, reduction)


def reduce(losses: torch.Tensor, reduction: str) -> torch.Tensor:
    return {"mean": losses.mean, "sum": losses.sum, "none": losses.clone}[reduction]()
