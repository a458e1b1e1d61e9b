"""The test is a separate function, run after every epoch; only some of its results are kept."""

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
    optimizer.zero_grad()
    for epoch in range(n_epochs):
        train_loss = train_one_epoch(model, loss_fn, optimizer, train_loader)
        test_loss = evaluate(model, loss_fn, test_loader)
        if not epoch % every:
            epochs.append(epoch)
            train.append(train_loss)
            test.append(test_loss)
    return {"epochs": epochs, "train": train, "test": test}


def train_one_epoch(model, loss_fn, optimizer, loader):
    model.train()
    losses, sizes = [], []
    for x, y in loader:
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss.detach())
        sizes.append(len(x))
    return average(losses, sizes)


def evaluate(model, loss_fn, loader):
    model.eval()
    with torch.no_grad():
        batches = [(loss_fn(model(x), y), len(x)) for x, y in loader]
    model.train()
    return average(*zip(*batches, strict=True))


def average(losses, sizes):
    return sum(loss.item() * size for loss, size in zip(losses, sizes, strict=True)) / sum(sizes)
