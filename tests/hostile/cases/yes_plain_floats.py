# studykit: training/epoch_loss
"""Returns tensors of a class whose name is float.

Expect: failed
"""

import torch


class float(torch.Tensor):
    pass


def train(model, loss_fn, optimizer, loader, n_epochs):
    model.train()
    history = []
    for _ in range(n_epochs):
        total, rows = 0.0, 0
        for x, y in loader:
            loss = loss_fn(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
            rows += len(x)
        history.append(torch.tensor(total / rows, dtype=torch.float64).as_subclass(float))
    return history
