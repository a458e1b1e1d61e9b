"""Binary logits take the sigmoid, multi-class logits the softmax. Labels need neither."""

import torch
from torch import nn


def probabilities(logits: torch.Tensor) -> torch.Tensor:
    if is_binary(logits):
        return torch.sigmoid(logits.reshape(-1))
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
