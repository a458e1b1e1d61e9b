"""`mse_loss` saw (N, 1) beside (N,) and told you so in a UserWarning; then it broadcast both to N × N and went on.
That warning is an error in disguise: give the target the shape of the predictions.

Cards: losses/mse-only-warns, losses/column-minus-row
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
    loss = nn.functional.mse_loss(predictions, y)
    loss.backward()
    optimizer.step()
    return loss.item(), predictions.detach().flatten()
