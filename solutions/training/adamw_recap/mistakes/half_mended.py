"""Nothing crashes any more, and two things are still wrong. `torch.no_grad()` as a line of its own does nothing, so the
gradients of all batches add up. And the sum of the losses starts once instead of with each epoch, so each entry holds
the epochs before it as well.

Cards: optimisers/zero-or-no-grad, autograd/bare-no-grad, training/fresh-total
"""

import torch
from torch import nn
from torch.utils.data import DataLoader


def configure(n_features: int, lr: float, device: torch.device) -> tuple[nn.Module, torch.optim.Optimizer]:
    model = nn.Linear(n_features, 1).to(device)
    optimizer = torch.optim.AdamW(model.parameters(), lr=lr)
    return model, optimizer


def train(model: nn.Module, optimizer: torch.optim.Optimizer, loader: DataLoader, n_epochs: int) -> list[float]:
    criterion = nn.MSELoss()
    history = []
    total_loss, n_rows = 0.0, 0
    model.train()
    for _ in range(n_epochs):
        for x, y in loader:
            torch.no_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            total_loss += loss.item() * len(x)
            n_rows += len(x)
        history.append(total_loss / n_rows)
    return history
