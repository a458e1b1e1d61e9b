"""Rare classes get larger weights; cross-entropy divides by the sum of the weights, the binary loss by the number of samples."""

import torch
from torch.nn import functional as F


def class_weights(labels: torch.Tensor, n_classes: int) -> torch.Tensor:
    counts = F.one_hot(labels, n_classes).sum(dim=0)
    return (counts > 0) * len(labels) / (n_classes * counts.clamp(min=1))


def weighted_cross_entropy(logits: torch.Tensor, labels: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    losses = -logits.log_softmax(dim=1).gather(1, labels[:, None]).squeeze(1)
    sample_weights = weights[labels]
    return (sample_weights * losses).sum() / sample_weights.sum()


def positive_weight(labels: torch.Tensor) -> torch.Tensor:
    return (labels == 0).sum() / (labels == 1).sum()


def weighted_bce(logits: torch.Tensor, labels: torch.Tensor, pos_weight: torch.Tensor) -> torch.Tensor:
    losses = labels * pos_weight * F.softplus(-logits) + (1 - labels) * F.softplus(logits)
    return losses.mean()
