"""The lists hold the loss of the last batch of each half, not the mean over all rows.

Cards: training/weight-by-rows
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
        for x, y in train_loader:
            optimizer.zero_grad()
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            total = loss.item()
        train_losses.append(total)
        model.eval()
        with torch.no_grad():
            for x, y in valid_loader:
                total = loss_fn(model(x), y).item()
        valid_losses.append(total)
    model.train(was_training)
    best = valid_losses.index(min(valid_losses))
    return {"train": train_losses, "valid": valid_losses, "best": best}
