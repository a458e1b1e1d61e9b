"""Everything from differences of logits: a class's probability is a sigmoid of its logit against all the others together."""

import torch
from torch.nn import functional as F


def margins(logits):
    """Each logit less the logarithm of the sum of the others' exponentials; less 0 where there is no other."""
    z = logits.unsqueeze(1) if logits.ndim == 1 else logits
    if z.shape[1] == 1:
        return z
    own = torch.eye(z.shape[1], dtype=torch.bool, device=z.device)
    return z - z.unsqueeze(1).masked_fill(own, -torch.inf).logsumexp(dim=2)


def probabilities(logits):
    p = margins(logits).sigmoid()
    return p.flatten() if p.shape[1] == 1 else p


def labels(logits):
    above = margins(logits)
    return (above > 0).flatten().to(torch.int64) if above.shape[1] == 1 else above.sort(dim=1, descending=True, stable=True).indices[:, 0]


def loss(logits, targets):
    above = margins(logits)
    if above.shape[1] == 1:
        return F.softplus(torch.where(targets[:, None] == 1, -above, above)).mean()
    return F.softplus(-above.take_along_dim(targets[:, None], dim=1)).mean()
