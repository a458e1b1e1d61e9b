"""Adam with `weight_decay` puts the decay into the gradient, where the adaptive step rescales it. AdamW shrinks the
weight directly. Besides, the gradients are emptied once an epoch instead of once a batch.

Cards: optimisers/adamw-decay, optimisers/zero-grad-place
"""

import torch
from torch import nn
from torch.utils.data import DataLoader


def configure(n_features: int, lr: float, device: torch.device) -> tuple[nn.Module, torch.optim.Optimizer]:
    model = nn.Linear(n_features, 1).to(device)
    optimizer = torch.optim.Adam(model.parameters(), lr=lr, weight_decay=0.01)
    return model, optimizer


def train(model: nn.Module, optimizer: torch.optim.Optimizer, loader: DataLoader, n_epochs: int) -> list[float]:
    criterion = nn.MSELoss()
    history = []
    model.train()
    for _ in range(n_epochs):
        optimizer.zero_grad()
        total_loss, n_rows = 0.0, 0
        for x, y in loader:
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            total_loss += loss.item() * len(x)
            n_rows += len(x)
        history.append(total_loss / n_rows)
    return history
