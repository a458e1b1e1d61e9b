"""A running mean, updated after each batch; `detach()` cuts the graph, so a tensor may hold the mean."""

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
        mean, n_samples = torch.zeros(()), 0
        for x, y in loader:
            optimizer.zero_grad()
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            n_samples += len(x)
            mean = mean + (loss.detach().cpu() - mean) * len(x) / n_samples
        history.append(mean.item())
    return history
