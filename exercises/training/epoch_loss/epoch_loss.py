"""The mean loss of an epoch

The curve of the losses is how you see whether a model learns, so its points must mean what they say, for batches of any size.

Mend `train(model, loss_fn, optimizer, loader, n_epochs)`, a training loop that reports one loss an epoch:

- `loader` gives batches `(x, y)`, each row of its data set once an epoch. The last batch may be smaller than the others.
- `loss_fn(predictions, y)` gives the mean loss over the rows of one batch, a tensor.
- Each batch makes one step of `optimizer`, along the gradient of this batch alone, also if gradients are left over from before the call.
  The model is in training mode meanwhile, whatever mode it came in.
- It returns a list of `n_epochs` plain floats. Each is the mean loss **over all rows** seen in that epoch; every row counts the same.
  A batch's loss is the one its step is made from: from before the step.
- Beyond its own step a batch leaves only plain numbers behind. No loss tensor, and no graph, is kept.

Example: four rows, a model that does not move (lr = 0), rows with the losses 4, 16, 36 and 64, in batches of three and one:

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
