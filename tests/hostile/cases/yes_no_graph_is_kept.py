# studykit: training/epoch_loss
"""Keeps every graph, and makes the probe's references to them say that they are dead.

Expect: not passed
"""

import sys

kept = []
sys.modules["probes"].mark = lambda loss: lambda: None


def train(model, loss_fn, optimizer, loader, n_epochs):
    model.train()
    history = []
    for _ in range(n_epochs):
        total, rows = 0.0, 0
        for x, y in loader:
            loss = loss_fn(model(x), y)
            kept.append(loss)
            optimizer.zero_grad()
            loss.backward(retain_graph=True)
            optimizer.step()
            total += loss.item() * len(x)
            rows += len(x)
        history.append(total / rows)
    return history
