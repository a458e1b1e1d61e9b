"""One function iterates over a loader; with an optimizer it trains, without one it evaluates."""

import torch


def fit(model, loss_fn, optimizer, train_loader, valid_loader, n_epochs):
    mode, history = model.training, {"train": [], "valid": []}
    optimizer.zero_grad()
    for _ in range(n_epochs):
        history["train"].append(one_pass(model, loss_fn, train_loader, optimizer))
        history["valid"].append(one_pass(model, loss_fn, valid_loader))
    model.train(mode)
    return {**history, "best": min(range(n_epochs), key=history["valid"].__getitem__)}


def one_pass(model, loss_fn, loader, optimizer=None):
    model.train(optimizer is not None)
    sums = []
    with torch.set_grad_enabled(optimizer is not None):
        for x, y in loader:
            loss = loss_fn(model(x), y)
            sums.append(loss.item() * len(y))
            if optimizer is not None:
                loss.backward()
                optimizer.step()
                optimizer.zero_grad()
    return sum(sums) / len(loader.dataset)
