"""`squeeze()` drops every axis of length 1, so from a single row of (1, 1) nothing is left but a number. `squeeze(1)` or
`reshape(-1)` keeps the rows.

Cards: losses/squeeze-one-axis
"""

import torch
from torch import nn


def probabilities(logits: torch.Tensor) -> torch.Tensor:
    if is_binary(logits):
        return torch.sigmoid(logits).squeeze()
    return torch.softmax(logits, dim=1)


def labels(logits: torch.Tensor) -> torch.Tensor:
    if is_binary(logits):
        return (logits > 0).long().squeeze()
    return logits.argmax(dim=1)


def loss(logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    if is_binary(logits):
        return nn.functional.binary_cross_entropy_with_logits(logits.reshape(-1), targets.to(logits.dtype))
    return nn.functional.cross_entropy(logits, targets)


def is_binary(logits: torch.Tensor) -> bool:
    return logits.ndim == 1 or logits.shape[1] == 1
