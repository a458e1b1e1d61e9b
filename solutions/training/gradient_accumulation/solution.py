"""The number of samples in the group is known before the first backward pass, so each loss is scaled by its fraction of the samples."""

from collections.abc import Callable

import torch
from torch import nn


def train_epoch(
    model: nn.Module,
    optimizer: torch.optim.Optimizer,
    loss_fn: Callable[[torch.Tensor, torch.Tensor], torch.Tensor],
    batches: list[tuple[torch.Tensor, torch.Tensor]],
    accumulate: int,
) -> list[float]:
    losses = []
    for start in range(0, len(batches), accumulate):
        group = batches[start : start + accumulate]
        total = sum(len(x) for x, _ in group)
        mean_loss = 0.0
        optimizer.zero_grad()
        for x, y in group:
            loss = loss_fn(model(x), y) * (len(x) / total)
            loss.backward()
            mean_loss += loss.item()
        optimizer.step()
        losses.append(mean_loss)
    return losses
