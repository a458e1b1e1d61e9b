"""The softmax of a single column is 1 in every row: there is nothing to share it with. One logit a row takes the
sigmoid.

Cards: classification/softmax-of-one
"""

import torch
from torch import nn


def probabilities(logits: torch.Tensor) -> torch.Tensor:
    if is_binary(logits):
        return torch.softmax(logits.reshape(-1, 1), dim=1).reshape(-1)
    return torch.softmax(logits, dim=1)


def labels(logits: torch.Tensor) -> torch.Tensor:
    if is_binary(logits):
        return (logits.reshape(-1) > 0).long()
    return logits.argmax(dim=1)


def loss(logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    if is_binary(logits):
        return nn.functional.binary_cross_entropy_with_logits(logits.reshape(-1), targets.to(logits.dtype))
    return nn.functional.cross_entropy(logits, targets)


def is_binary(logits: torch.Tensor) -> bool:
    return logits.ndim == 1 or logits.shape[1] == 1
