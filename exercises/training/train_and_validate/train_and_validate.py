"""Training and validation loop

Write `fit(model, loss_fn, optimizer, train_loader, valid_loader, n_epochs)`. Each epoch has a training phase and a validation phase. Only
data that the model does not learn from can show whether it generalizes, so the validation phase must not affect training.

- Both loaders yield batches `(x, y)`; the last batch may be smaller. `loss_fn(predictions, y)` returns the mean loss over the samples of a
  batch.
- Training phase: the model in training mode, one step of `optimizer` per batch, with the gradient of this batch alone, even if gradients
  are left over from before the call.
- Validation phase: the model in evaluation mode, no graph, no step. The validation data change nothing: no weight, no gradient used by a
  later step, and no running statistics of batch norm.
- It returns a dict with three keys:
  - `"train"`: a list with the mean loss over all training samples of each epoch, with the loss of each batch taken before its step;
  - `"valid"`: a list with the mean loss over all validation samples at the end of each epoch;
  - `"best"`: the number of the epoch with the lowest validation loss, counted from 0, the first of them if several are equal.
- The losses are plain floats.
- At the end it restores the previous mode of the model, training or evaluation. `n_epochs` is at least 1.

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
    raise NotImplementedError  # TODO: for each epoch the training phase, then the validation phase
