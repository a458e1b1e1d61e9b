"""The mode is switched at the end of each phase, and the best epoch is updated in each epoch."""

import math

import torch


def fit(model, loss_fn, optimizer, train_loader, valid_loader, n_epochs):
    was_training = model.training
    history = {"train": [], "valid": [], "best": 0}
    lowest = math.inf
    for epoch in range(n_epochs):
        model.train(True)
        losses, weights = [], []
        for x, y in train_loader:
            loss = loss_fn(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
            weights.append(len(y))
        history["train"].append(sum(a * n for a, n in zip(losses, weights, strict=True)) / sum(weights))
        model.train(False)
        with torch.no_grad():
            pieces = [(loss_fn(model(x), y).item(), x.shape[0]) for x, y in valid_loader]
        valid = sum(a * n for a, n in pieces) / sum(n for _, n in pieces)
        history["valid"].append(valid)
        if valid < lowest:
            lowest, history["best"] = valid, epoch
    model.train(was_training)
    return history
