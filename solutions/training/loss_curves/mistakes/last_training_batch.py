"""The point of the training curve is the loss of the last batch alone: after the inner loop `loss` still holds it. A
few rows stand for the epoch, so the curve jumps about.

Cards: training/loss-after-the-loop, training/weight-by-rows
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
    test_loader: DataLoader,
    n_epochs: int,
    every: int,
) -> dict[str, list]:
    epochs, train, test = [], [], []
    for epoch in range(n_epochs):
        model.train()
        for x, y in train_loader:
            optimizer.zero_grad()
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
        if epoch % every == 0:
            model.eval()
            test_total, test_rows = 0.0, 0
            with torch.no_grad():
                for x, y in test_loader:
                    test_total += loss_fn(model(x), y).item() * len(x)
                    test_rows += len(x)
            epochs.append(epoch)
            train.append(loss.item())
            test.append(test_total / test_rows)
    return {"epochs": epochs, "train": train, "test": test}
