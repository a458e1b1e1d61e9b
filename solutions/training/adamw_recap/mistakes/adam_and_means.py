"""The optimizer is Adam, which has no weight decay by default; AdamW has 0.01. And the mean of the batches' means is not
the mean over the rows, since the last batch is smaller.

Cards: optimisers/adamw-decay, training/mean-of-means
"""

import torch
from torch import nn
from torch.utils.data import DataLoader


def configure(n_features: int, lr: float, device: torch.device) -> tuple[nn.Module, torch.optim.Optimizer]:
    model = nn.Linear(n_features, 1).to(device)
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    return model, optimizer


def train(model: nn.Module, optimizer: torch.optim.Optimizer, loader: DataLoader, n_epochs: int) -> list[float]:
    criterion = nn.MSELoss()
    history = []
    model.train()
    for _ in range(n_epochs):
        total_loss = 0.0
        for x, y in loader:
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            total_loss += loss.item()
        history.append(total_loss / len(loader))
    return history
