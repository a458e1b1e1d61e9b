"""`expand_as` repeats an axis of size 1; it does not turn a row of N numbers into a column. So it raises for (N,), unless N is 1.
The numbers are to stay as many as they are and only change their shape: that is `reshape`.

Cards: losses/column-minus-row
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
    targets = y.expand_as(predictions)
    loss = ((predictions - targets) ** 2).mean()
    loss.backward()
    optimizer.step()
    return loss.item(), predictions.detach().flatten()
