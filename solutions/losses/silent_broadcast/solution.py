"""Predictions and targets both have shape (N, 1), so each prediction is compared with its own target only."""

import torch
from torch import nn


def regression_step(
    model: nn.Module,
    optimizer: torch.optim.Optimizer,
    x: torch.Tensor,
    y: torch.Tensor,
) -> tuple[float, torch.Tensor]:
    optimizer.zero_grad()
    predictions = model(x)
    loss = ((predictions - y.reshape(-1, 1)) ** 2).mean()
    loss.backward()
    optimizer.step()
    return loss.item(), predictions.detach().squeeze(1)
