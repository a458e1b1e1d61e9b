"""The lists contain floats, not tensors; both curves have points for the same epochs; the test runs in evaluation mode without a graph."""

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
        losses = []
        for x, y in train_loader:
            optimizer.zero_grad()
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            losses.append((loss.item(), len(x)))
        if epoch % every == 0:
            epochs.append(epoch)
            train.append(mean(losses))
            test.append(evaluate(model, loss_fn, test_loader))
    return {"epochs": epochs, "train": train, "test": test}


def evaluate(model, loss_fn, loader):
    model.eval()
    with torch.no_grad():
        return mean([(loss_fn(model(x), y).item(), len(x)) for x, y in loader])


def mean(losses):
    return sum(loss * size for loss, size in losses) / sum(size for _, size in losses)
