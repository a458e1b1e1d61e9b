"""The optimizer steps with a closure, which SGD and Adam call once; `step` returns the loss from before the step."""

import statistics


def train(model, loss_fn, optimizer, loader, n_epochs):
    model.train()
    history = []
    for _ in range(n_epochs):
        losses, sizes = [], []
        for x, y in loader:
            losses.append(float(optimizer.step(lambda x=x, y=y: measured(model, loss_fn, optimizer, x, y))))
            sizes.append(len(y))
        history.append(statistics.fmean(losses, weights=sizes))
    return history


def measured(model, loss_fn, optimizer, x, y):
    optimizer.zero_grad()
    loss = loss_fn(model(x), y)
    loss.backward()
    return loss
