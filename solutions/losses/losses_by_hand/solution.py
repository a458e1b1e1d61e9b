"""Five formulas and one way to reduce; exp and log never meet a number too large for them, and the gradient of `bce` is by hand."""

import torch


def l1(predictions: torch.Tensor, targets: torch.Tensor, reduction: str = "mean") -> torch.Tensor:
    return reduce((predictions - targets).abs(), reduction)


def mse(predictions: torch.Tensor, targets: torch.Tensor, reduction: str = "mean") -> torch.Tensor:
    return reduce((predictions - targets) ** 2, reduction)


def bce(probabilities: torch.Tensor, targets: torch.Tensor, reduction: str = "mean") -> torch.Tensor:
    p = probabilities.detach()
    log_yes = p.log().clamp(min=-100)
    log_no = (1 - p).log().clamp(min=-100)
    losses = -(targets * log_yes + (1 - targets) * log_no)
    gradient = (p - targets) / (p * (1 - p)).clamp(min=1e-12)
    return reduce(losses + gradient * (probabilities - p), reduction)  # adds 0, whose gradient is the one by hand


def bce_with_logits(logits: torch.Tensor, targets: torch.Tensor, reduction: str = "mean") -> torch.Tensor:
    log_one_plus_exp = torch.logaddexp(logits, torch.zeros_like(logits))
    return reduce(log_one_plus_exp - targets * logits, reduction)


def cross_entropy(logits: torch.Tensor, labels: torch.Tensor, reduction: str = "mean") -> torch.Tensor:
    chosen = logits.gather(1, labels.unsqueeze(1)).squeeze(1)
    return reduce(logits.logsumexp(1) - chosen, reduction)


def reduce(losses: torch.Tensor, reduction: str) -> torch.Tensor:
    return {"mean": losses.mean, "sum": losses.sum, "none": losses.clone}[reduction]()
