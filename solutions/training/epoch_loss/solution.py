"""The mean of each batch is weighted by the batch size; the total is a float and is reset in each epoch."""

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
    model.train()
    history = []
    for _ in range(n_epochs):
        total, n_samples = 0.0, 0
        for x, y in loader:
            optimizer.zero_grad()
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
            n_samples += len(x)
        history.append(total / n_samples)
    return history
