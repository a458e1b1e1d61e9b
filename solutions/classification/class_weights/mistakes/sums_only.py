"""The weighted losses are added up and not divided. The loss then grows with the number of rows.

Cards: classification/weighted-mean, losses/reductions
"""

import torch
from torch.nn import functional as F


def class_weights(labels: torch.Tensor, n_classes: int) -> torch.Tensor:
    counts = (labels[:, None] == torch.arange(n_classes, device=labels.device)).sum(dim=0)
    weights = len(labels) / (n_classes * counts.clamp(min=1))
    return torch.where(counts > 0, weights, torch.zeros_like(weights))


def weighted_cross_entropy(logits: torch.Tensor, labels: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    losses = -F.log_softmax(logits, dim=1).gather(1, labels[:, None]).squeeze(1)
    of_rows = weights[labels]
    return (of_rows * losses).sum()


def positive_weight(labels: torch.Tensor) -> torch.Tensor:
    return (labels == 0).sum() / (labels == 1).sum()


def weighted_bce(logits: torch.Tensor, labels: torch.Tensor, pos_weight: torch.Tensor) -> torch.Tensor:
    losses = labels * pos_weight * F.softplus(-logits) + (1 - labels) * F.softplus(logits)
    return losses.mean()
