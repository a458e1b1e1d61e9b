"""Each phase of an epoch sets its mode; validation builds no graph and makes no step."""

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
        total, n_samples = 0.0, 0
        for x, y in train_loader:
            optimizer.zero_grad()
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
            n_samples += len(x)
        train_losses.append(total / n_samples)
        model.eval()
        total, n_samples = 0.0, 0
        with torch.no_grad():
            for x, y in valid_loader:
                total += loss_fn(model(x), y).item() * len(x)
                n_samples += len(x)
        valid_losses.append(total / n_samples)
    model.train(was_training)
    best = valid_losses.index(min(valid_losses))
    return {"train": train_losses, "valid": valid_losses, "best": best}
