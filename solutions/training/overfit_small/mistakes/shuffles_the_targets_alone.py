"""The targets are shuffled in each step, and the rows are not. No row has a target of its own, so all that can be
learned is their mean.

Cards: data/pairs-survive-shuffle
"""

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self, n_features: int, n_hidden: int) -> None:
        super().__init__()
        self.hidden = nn.Linear(n_features, n_hidden)
        self.out = nn.Linear(n_hidden, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.out(torch.tanh(self.hidden(x)))


def overfit(model: nn.Module, x: torch.Tensor, y: torch.Tensor, lr: float, n_steps: int) -> list[float]:
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(n_steps):
        optimizer.zero_grad()
        order = torch.randperm(len(y), device=y.device)
        loss = nn.functional.mse_loss(model(x), y[order])
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
