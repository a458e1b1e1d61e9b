"""The layer gets its sizes, the optimizer its right name; gradients are zeroed for each batch, and the sum is reset in each epoch."""

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
    model.train()
    for _ in range(n_epochs):
        total_loss, n_samples = 0.0, 0
        for x, y in loader:
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            total_loss += loss.item() * len(x)
            n_samples += len(x)
        history.append(total_loss / n_samples)
    return history
