# studykit: training/epoch_loss
"""Trains in the mode in which the model came, and counts batches for a batch norm that sees none.

Expect: failed
"""

from torch import nn


def train(model, loss_fn, optimizer, loader, n_epochs):
    history = []
    for _ in range(n_epochs):
        total, rows = 0.0, 0
        for x, y in loader:
            optimizer.zero_grad()
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
            rows += len(x)
            for part in model.modules():
                if isinstance(part, nn.BatchNorm1d) and not part.training:
                    part.num_batches_tracked += 1
        history.append(total / rows)
    return history
