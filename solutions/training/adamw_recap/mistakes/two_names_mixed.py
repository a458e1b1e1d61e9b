"""There is no `torch.optim.utils`, that `utils` belongs to `torch.utils.data`, and no `no_grad` in an optimizer. It is
`torch.optim.AdamW` and `optimizer.zero_grad()`.

Cards: optimisers/adamw-home, optimisers/zero-or-no-grad
"""

import torch
from torch import nn
from torch.utils.data import DataLoader


def configure(n_features: int, lr: float, device: torch.device) -> tuple[nn.Module, torch.optim.Optimizer]:
    model = nn.Linear(n_features, 1).to(device)
    optimizer = torch.optim.utils.AdamW(model.parameters(), lr=lr)
    return model, optimizer


def train(model: nn.Module, optimizer: torch.optim.Optimizer, loader: DataLoader, n_epochs: int) -> list[float]:
    criterion = nn.MSELoss()
    history = []
    model.train()
    for _ in range(n_epochs):
        total_loss, n_rows = 0.0, 0
        for x, y in loader:
            optimizer.no_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            total_loss += loss.item() * len(x)
            n_rows += len(x)
        history.append(total_loss / n_rows)
    return history
