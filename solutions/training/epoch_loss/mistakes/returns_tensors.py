"""The numbers are right, but each is a tensor with the graph of a whole epoch behind it: `total` was added up from loss tensors.
Memory grows, and `plt.plot` or `np.array` on the list raises. Take `loss.item()`.

Cards: training/item-cuts-the-graph, training/list-of-losses
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
            total += loss * len(x)
        history.append(total / len(loader.dataset))
    return history
