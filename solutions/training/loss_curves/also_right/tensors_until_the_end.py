"""Detached tensors during training, one list of floats at the end; the points are selected from full curves."""

from collections.abc import Callable

import torch
from torch import nn
from torch.utils.data import DataLoader


def fit(
    model: nn.Module,
    loss_fn: Callable[[torch.Tensor, torch.Tensor], torch.Tensor],
    optimizer: torch.optim.Optimizer,
    train_loader: DataLoader,
    test_loader: DataLoader,
    n_epochs: int,
    every: int,
) -> dict[str, list]:
    train, test = torch.zeros(n_epochs, dtype=torch.float64), torch.zeros(n_epochs, dtype=torch.float64)
    for epoch in range(n_epochs):
        model.train()
        for x, y in train_loader:
            model.zero_grad()
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            train[epoch] += loss.detach().cpu() * len(x) / len(train_loader.dataset)
        model.train(False)
        with torch.no_grad():
            for x, y in test_loader:
                test[epoch] += loss_fn(model(x), y).cpu() * len(x) / len(test_loader.dataset)
    return {"epochs": list(range(n_epochs))[::every], "train": train[::every].tolist(), "test": test[::every].tolist()}
