"""`squeeze()` without an axis drops every axis of size 1. For N = 1 this includes the batch axis: the predictions come back with the
shape () where (1,) was asked for, and the caller's next `len()` or loop over them fails. Name the axis: `squeeze(1)`.

Cards: losses/squeeze-one-axis
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
    predictions = model(x).squeeze()
    loss = ((predictions - y.squeeze()) ** 2).mean()
    loss.backward()
    optimizer.step()
    return loss.item(), predictions.detach()
