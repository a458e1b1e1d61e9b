"""The point of the test curve is the loss of the last test batch alone, which each round of the loop overwrites. Add up
over the batches.

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
        train_total, train_rows = 0.0, 0
        for x, y in train_loader:
            optimizer.zero_grad()
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            train_total += loss.item() * len(x)
            train_rows += len(x)
        if epoch % every == 0:
            model.eval()
            with torch.no_grad():
                for x, y in test_loader:
                    test_loss = loss_fn(model(x), y)
            epochs.append(epoch)
            train.append(train_total / train_rows)
            test.append(test_loss.item())
    return {"epochs": epochs, "train": train, "test": test}
