"""The training total starts again only where a point is made, so a point is the mean over all epochs since the one
before. The curve lags behind and hides how fast the loss falls. A total starts again with each epoch.

Cards: training/fresh-total
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
    train_total, train_rows = 0.0, 0
    for epoch in range(n_epochs):
        model.train()
        for x, y in train_loader:
            optimizer.zero_grad()
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            train_total += loss.item() * len(x)
            train_rows += len(x)
        if epoch % every == 0:
            model.eval()
            test_total, test_rows = 0.0, 0
            with torch.no_grad():
                for x, y in test_loader:
                    test_total += loss_fn(model(x), y).item() * len(x)
                    test_rows += len(x)
            epochs.append(epoch)
            train.append(train_total / train_rows)
            test.append(test_total / test_rows)
            train_total, train_rows = 0.0, 0
    return {"epochs": epochs, "train": train, "test": test}
