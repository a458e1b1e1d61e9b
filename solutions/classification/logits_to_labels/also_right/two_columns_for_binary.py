"""A binary logit z becomes the pair (0, z), which is treated as two classes."""

import torch


def as_classes(logits):
    z = logits if logits.ndim == 2 else logits.unsqueeze(1)
    return torch.cat([torch.zeros_like(z), z], dim=1) if z.shape[1] == 1 else z


def probabilities(logits):
    p = torch.log_softmax(as_classes(logits), dim=1).exp()
    return p[:, 1] if logits.ndim == 1 or logits.shape[1] == 1 else p


def labels(logits):
    z = as_classes(logits)
    return torch.max(z, dim=1).indices


def loss(logits, targets):
    z = as_classes(logits)
    log_p = z - z.logsumexp(1, keepdim=True)
    return -log_p[torch.arange(len(z), device=z.device), targets].mean()
