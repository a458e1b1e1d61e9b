"""Four slips at once. A linear layer needs its two sizes. AdamW lives in `torch.optim` itself. What empties the
gradients is `zero_grad`; an optimizer has no `no_grad`. And a sum that is added to must first be set to 0, in each
epoch.

Cards: modules/linear-needs-sizes, optimisers/adamw-home, optimisers/zero-or-no-grad, training/fresh-total
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
        n_rows = 0
        for x, y in loader:
            optimizer.no_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            total_loss += loss.item() * len(x)
            n_rows += len(x)
        history.append(total_loss / n_rows)
    return history
