"""One-vs-rest: the probability of a class is the sigmoid of its logit minus the logsumexp of the others."""

import torch
from torch.nn import functional as F


def margins(logits):
    """Each logit minus the logsumexp of the other logits; minus 0 where there is no other."""
    z = logits.unsqueeze(1) if logits.ndim == 1 else logits
    if z.shape[1] == 1:
        return z
    own = torch.eye(z.shape[1], dtype=torch.bool, device=z.device)
    return z - z.unsqueeze(1).masked_fill(own, -torch.inf).logsumexp(dim=2)


def probabilities(logits):
    p = margins(logits).sigmoid()
    return p.flatten() if p.shape[1] == 1 else p


def labels(logits):
    margin = margins(logits)
    if margin.shape[1] == 1:
        return (margin > 0).flatten().to(torch.int64)
    return margin.sort(dim=1, descending=True, stable=True).indices[:, 0]


def loss(logits, targets):
    margin = margins(logits)
    if margin.shape[1] == 1:
        return F.softplus(torch.where(targets[:, None] == 1, -margin, margin)).mean()
    return F.softplus(-margin.take_along_dim(targets[:, None], dim=1)).mean()
