"""Each epoch is compared with the one before it. So `best` is the last epoch in which the loss fell, which need not be the
lowest of all. Compare with the lowest so far.

Cards: training/best-epoch
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
    was_training = model.training
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
    model.train(was_training)
    best = 0
    for i in range(1, len(valid_losses)):
        if valid_losses[i] < valid_losses[i - 1]:
            best = i
    return {"train": train_losses, "valid": valid_losses, "best": best}
