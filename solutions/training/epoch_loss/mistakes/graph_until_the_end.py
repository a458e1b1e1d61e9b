"""The list holds floats, but on the way there `total` was a tensor that tied the graphs of all batches of the epoch together; `item()` came
only at the end. Cut each batch's graph off at once: `total += loss.item() * len(x)`.

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
            total = total + loss * len(x)
        history.append(total.item() / len(loader.dataset))
    return history
