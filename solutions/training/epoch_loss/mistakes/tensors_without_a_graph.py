"""The numbers are right, but each is a tensor, not a float. `detach()` or a new tensor keeps the graph away, and yet the list
that goes to `plt.plot`, `json` or a comparison should hold plain numbers. Take `loss.item()`.

Cards: training/item-cuts-the-graph
"""

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
        total = 0.0
        for x, y in loader:
            optimizer.zero_grad()
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.detach() * len(x)
        history.append(total / len(loader.dataset))
    return history
