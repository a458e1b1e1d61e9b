"""`broadcast_tensors` makes the shapes equal, so the warning is gone, but it does so by building the N × N table of all pairs.
What you need is another shape of the same N numbers: `reshape`, not `expand`.

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
    predictions, targets = torch.broadcast_tensors(model(x), y)
    loss = nn.functional.mse_loss(predictions, targets)
    loss.backward()
    optimizer.step()
    return loss.item(), predictions.detach().flatten()
