"""Losses and batch sizes are plain numbers, averaged at the end. Gradients are zeroed before the first batch and after each step."""

from collections.abc import Callable

import torch
from torch import nn
from torch.utils.data import DataLoader


def train(
    model: nn.Module,
    loss_fn: Callable[[torch.Tensor, torch.Tensor], torch.Tensor],
    optimizer: torch.optim.Optimizer,
    loader: DataLoader,
    n_epochs: int,
) -> list[float]:
    history = []
    model.zero_grad()
    for _ in range(n_epochs):
        model.train()
        losses, sizes = [], []
        for x, y in loader:
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            model.zero_grad()
            losses.append(loss.item())
            sizes.append(y.shape[0])
        history.append(sum(loss * size for loss, size in zip(losses, sizes, strict=True)) / sum(sizes))
    return history
