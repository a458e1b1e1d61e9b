"""`unique` groups equal scores: each group shares one midrank, and is one point of the curve."""

import torch
import torch.nn.functional as F


def midranks(scores: torch.Tensor) -> torch.Tensor:
    _, group, counts = scores.unique(return_inverse=True, return_counts=True)
    counts = counts.double()
    return (counts.cumsum(0) - (counts - 1) / 2)[group]


def roc_curve(scores: torch.Tensor, labels: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    distinct, group = scores.unique(return_inverse=True)
    return fraction_reached(group[labels == 0], len(distinct)), fraction_reached(group[labels == 1], len(distinct))


def auc(scores: torch.Tensor, labels: torch.Tensor) -> float:
    ranks = midranks(scores)[labels == 1]
    n_pos = len(ranks)
    n_neg = len(labels) - n_pos
    u = ranks.sum() - n_pos * (n_pos + 1) / 2
    return (u / (n_pos * n_neg)).item()


def fraction_reached(group: torch.Tensor, n_groups: int) -> torch.Tensor:
    counts = torch.bincount(group, minlength=n_groups).double()
    reached = counts.flip(0).cumsum(0) / counts.sum()
    return F.pad(reached, (1, 0))
