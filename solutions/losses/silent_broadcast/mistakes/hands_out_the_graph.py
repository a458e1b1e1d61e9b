"""The numbers are right, but the predictions that you return still require grad. A caller who keeps them keeps the graph of every step,
and `predictions.numpy()` raises. `detach()` them.

Cards: training/item-cuts-the-graph
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
    loss = ((predictions - y.reshape(-1, 1)) ** 2).mean()
    loss.backward()
    optimizer.step()
    return loss.item(), predictions.flatten()
