"""Mean training loss per epoch

Fix `train(model, loss_fn, optimizer, loader, n_epochs)`, a training loop that reports one loss per epoch. The loss curve shows whether a
model learns, so its values must be right for batches of any size.

- `loader` yields batches `(x, y)`, each sample of its data set once per epoch. The last batch may be smaller than the others.
- `loss_fn(predictions, y)` returns the mean loss over the samples of one batch, a tensor.
- Each batch makes one step of `optimizer`, with the gradient of this batch alone, even if gradients are left over from before the call.
  The model is in training mode during the loop, whatever mode it was in before.
- It returns a list of `n_epochs` plain floats. Each is the mean loss **over all samples** of that epoch; every sample counts the same. The
  loss of a batch is the one that its step is computed from: the loss before the step.
- After the step of a batch, only plain numbers are kept from it. No loss tensor, and no graph, is kept.

Example: four samples with the losses 4, 16, 36 and 64, in batches of three and one. The weights do not change (lr = 0):

    train(model, nn.MSELoss(), optimizer, loader, n_epochs=2)     # [30.0, 30.0], as (4 + 16 + 36 + 64) / 4 = 30
"""

from collections.abc import Callable

import torch
from torch import nn
from torch.utils.data import DataLoader


def train(
    model: nn.Module,
    loss_fn: Callable[[torch.Tensor, torch.Tensor], torch.Tensor],
    optimizer: torch.optim.Optimizer,
    loader: DataLoader,
    n_epochs: int,
) -> list[float]:
    model.train()
    history = []
    for _ in range(n_epochs):
        total = 0.0
        for x, y in loader:
            optimizer.zero_grad()
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item()
        history.append(total / len(loader))
    return history
