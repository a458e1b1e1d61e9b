"""A mini-batch training loop with AdamW

Fix `configure(n_features, lr, device)` and `train(model, optimizer, loader, n_epochs)`. Together they are a complete mini-batch training
loop, written from memory, and it contains more than one bug.

- `configure` returns a pair: a linear model with `n_features` inputs, one output and a bias, on the device; and an optimizer for it, AdamW
  with the learning rate `lr` and torch's defaults for everything else.
- `train` iterates over the loader `n_epochs` times. The loader yields batches `(x, y)` of shapes (N, n_features) and (N, 1); the last may
  be smaller. Each batch makes one step, with the gradient of its own mean squared error alone, even if gradients are left over from before
  the call. The model is in training mode.
- `train` returns a list of `n_epochs` floats: for each epoch the mean loss over all its samples, with the loss of each batch taken before
  its step.

Example:

    model, optimizer = configure(3, 0.01, torch.device("cpu"))
    train(model, optimizer, loader, n_epochs=2)     # such as [5.21, 4.87]
"""

import torch
from torch import nn
from torch.utils.data import DataLoader


def configure(n_features: int, lr: float, device: torch.device) -> tuple[nn.Module, torch.optim.Optimizer]:
    model = nn.Linear().to(device)
    optimizer = torch.optim.utils.AdamW(model.parameters(), lr=lr)
    return model, optimizer


def train(model: nn.Module, optimizer: torch.optim.Optimizer, loader: DataLoader, n_epochs: int) -> list[float]:
    criterion = nn.MSELoss()
    history = []
    model.train()
    for _ in range(n_epochs):
        n_samples = 0
        for x, y in loader:
            optimizer.no_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            total_loss += loss.item() * len(x)
            n_samples += len(x)
        history.append(total_loss / n_samples)
    return history
