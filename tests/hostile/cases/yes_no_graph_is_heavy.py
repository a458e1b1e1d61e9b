# studykit: training/epoch_loss
"""Keeps every graph but throws out the memory that the probe put into it, and makes the probe's references say that all are dead.

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
            if hasattr(loss.grad_fn, "held"):
                loss.grad_fn.held = None
            optimizer.zero_grad()
            loss.backward(retain_graph=True)
            optimizer.step()
            total += loss.item() * len(x)
            rows += len(x)
        history.append(total / rows)
    return history
