"""The predictions are a row now, which is right beside (N,). Beside a target of (N, 1) it is the same trap the other way round:
(N,) minus (N, 1) is N × N again. Bring *both* sides to one shape.

Cards: losses/column-minus-row, losses/mse-only-warns
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
    predictions = model(x).squeeze(1)
    loss = ((predictions - y) ** 2).mean()
    loss.backward()
    optimizer.step()
    return loss.item(), predictions.detach()
