"""`unsqueeze_` with its underscore works in place: the caller's own `y` is a column from now on, and whatever the caller does with it
next is off by a shape. Make a new view: `unsqueeze(1)`, or `reshape(-1, 1)`.

Cards: losses/reshape-not-in-place
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
    if y.dim() == 1:
        y.unsqueeze_(1)
    predictions = model(x)
    loss = ((predictions - y) ** 2).mean()
    loss.backward()
    optimizer.step()
    return loss.item(), predictions.detach().flatten()
