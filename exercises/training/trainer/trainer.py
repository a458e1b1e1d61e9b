"""Going classy, a Trainer

A loop that you copy from project to project collects bugs. A class holds model, loss and optimizer together, and training, predicting,
saving and going on become one line each.

Write the class `Trainer(model, loss_fn, optimizer, seed=0)`. `model` is an `nn.Module` with parameters, `loss_fn(predictions, y)` gives
the mean loss over the rows of a batch.

- **`trainer.history`** is a dict with the keys `"train"` and `"valid"`: two lists with one plain float an epoch, empty at first. Trainers
  share nothing.
- **`trainer.fit(train_loader, valid_loader, n_epochs)`** runs `n_epochs` more epochs. Loaders give batches `(x, y)`, the last of which
  may be smaller, and may lie on another device than the model: each batch is moved to the model's.
  - Epoch number e, counted from 0 over **all** calls, begins with `torch.manual_seed(seed + e)`. So its shuffles and its dropout depend
    on nothing that was before.
  - First half, in training mode: one step of the optimizer a batch, from the gradient of this batch alone, also if gradients are left over
    from before the call. Second half, in evaluation mode, without a graph: the validation rows, which change nothing.
  - The history gets the mean loss over all training rows, each batch's loss from before its step, and over all validation rows.
- **`trainer.predict(x)`** returns the model's output for x, in evaluation mode and without a graph; x is moved to the model's device.
  Afterwards the model has the mode that it had before.
- **`trainer.save(path)`** writes a file of plain data, which `torch.load(path, weights_only=True)` reads, the default since torch 2.6.
  Saving changes nothing.
- **`trainer.load(path)`** puts what was saved into a trainer of the same kind, whose weights, learning rate, history and seed may be
  others. From there `fit` goes on **exactly** as the saved trainer would have: history, seed, weights, buffers and optimizer.

Example:

    trainer = Trainer(model, nn.MSELoss(), optimizer, seed=3)
    trainer.fit(train_loader, valid_loader, n_epochs=2)
    trainer.history                 # such as {'train': [4.1, 1.2], 'valid': [1.5, 0.6]}
    trainer.save("run.pt")
"""

from collections.abc import Callable
from pathlib import Path

import torch
from torch import nn
from torch.utils.data import DataLoader


class Trainer:
    def __init__(
        self,
        model: nn.Module,
        loss_fn: Callable[[torch.Tensor, torch.Tensor], torch.Tensor],
        optimizer: torch.optim.Optimizer,
        seed: int = 0,
    ) -> None:
        raise NotImplementedError  # TODO: what stays between the calls?

    def fit(self, train_loader: DataLoader, valid_loader: DataLoader, n_epochs: int) -> None:
        raise NotImplementedError  # TODO

    def predict(self, x: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError  # TODO

    def save(self, path: Path) -> None:
        raise NotImplementedError  # TODO: whose state is needed to go on?

    def load(self, path: Path) -> None:
        raise NotImplementedError  # TODO
