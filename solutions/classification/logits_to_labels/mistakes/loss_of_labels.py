"""The loss is computed from labels, not from logits. Labels are steps: nothing flows back through them.

Cards: classification/loss-takes-logits, classification/accuracy-is-no-loss
"""

import torch


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
        return (labels(logits) - targets).float().abs().mean()
    return (labels(logits) != targets).float().mean()


def is_binary(logits: torch.Tensor) -> bool:
    return logits.ndim == 1 or logits.shape[1] == 1
