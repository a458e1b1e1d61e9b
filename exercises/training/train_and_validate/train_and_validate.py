"""Train, then validate

Only data that the model never learns from can tell whether it learned anything. So each epoch has two halves, and they must not leak into
each other.

Write `fit(model, loss_fn, optimizer, train_loader, valid_loader, n_epochs)`:

- Both loaders give batches `(x, y)`; a last batch may be smaller. `loss_fn(predictions, y)` gives the mean loss over the rows of a batch.
- First half of each epoch, training: the model in training mode, one step of `optimizer` a batch, from the gradient of this batch alone,
  also if gradients are left over from before the call.
- Second half, validation: the model in evaluation mode, no graph, no step. The validation rows change nothing: no weight, no gradient
  that a later step reads, and nothing that batch norm has learned.
- It returns a dict with three keys:
  - `"train"`: a list with the mean loss over all training rows of each epoch, each batch's loss taken before its step;
  - `"valid"`: a list with the mean loss over all validation rows at the end of each epoch;
  - `"best"`: the number of the epoch with the lowest validation loss, counted from 0, the first of them if several are equal.
- The losses are plain floats.
- In the end the model is in the mode it came in, training or evaluating. `n_epochs` is at least 1.

Example:

    history = fit(model, nn.MSELoss(), optimizer, train_loader, valid_loader, n_epochs=3)
    history     # such as {'train': [4.1, 1.2, 0.4], 'valid': [1.5, 0.6, 0.7], 'best': 1}
"""

from collections.abc import Callable

import torch
from torch import nn
from torch.utils.data import DataLoader


def fit(
    model: nn.Module,
    loss_fn: Callable[[torch.Tensor, torch.Tensor], torch.Tensor],
    optimizer: torch.optim.Optimizer,
    train_loader: DataLoader,
    valid_loader: DataLoader,
    n_epochs: int,
) -> dict:
    raise NotImplementedError  # TODO: for each epoch the training half, then the validation half
