"""The predictions are cut off from the model with `detach()`, and the loss is then told to require grad, so that
`backward()` raises no error. It computes the slope of the loss by itself, 1; no parameter gets a gradient, and no step
moves anything.

Cards: training/grad-on-demand, training/loss-to-the-last-digit
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
        loss = nn.functional.mse_loss(model(x).detach(), y).requires_grad_()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
