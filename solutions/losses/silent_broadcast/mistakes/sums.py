"""The shapes are right; the loss is the sum over the rows where the mean was asked for. Loss and gradients are N times too large, so the
step depends on how many rows happen to be in the batch.

Cards: losses/reductions
"""

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
    loss = ((predictions - y.reshape(-1, 1)) ** 2).sum()
    loss.backward()
    optimizer.step()
    return loss.item(), predictions.detach().flatten()
