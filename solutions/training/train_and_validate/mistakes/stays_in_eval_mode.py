"""The last thing that happens is a validation, and the layers of the model stay in evaluation mode. Whoever goes on to
train it has no dropout. `model.train(...)` puts the mode back that it came in, in all layers.

Cards: training/mode-restored, training/train-again
"""

from collections.abc import Callable

import torch
from torch import nn
from torch.utils.data import DataLoader


def fit(
    model: nn.Module,
    loss_fn: Callable[[torch.Tensor, torch.Tensor], torch.Tensor],
    optimizer: torch.optim.Optimizer,
    train_loader: DataLoader,
    valid_loader: DataLoader,
    n_epochs: int,
) -> dict:
    train_losses, valid_losses = [], []
    for _ in range(n_epochs):
        model.train()
        total, rows = 0.0, 0
        for x, y in train_loader:
            optimizer.zero_grad()
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
            rows += len(x)
        train_losses.append(total / rows)
        model.eval()
        total, rows = 0.0, 0
        with torch.no_grad():
            for x, y in valid_loader:
                total += loss_fn(model(x), y).item() * len(x)
                rows += len(x)
        valid_losses.append(total / rows)
    best = valid_losses.index(min(valid_losses))
    return {"train": train_losses, "valid": valid_losses, "best": best}
