"""A Trainer class

Write the class `Trainer(model, loss_fn, optimizer, seed=0)`. It combines model, loss and optimizer, so that training, predicting, saving
and resuming take one line each. `model` is an `nn.Module` with parameters, `loss_fn(predictions, y)` returns the mean loss over the
samples of a batch.

- **`trainer.history`** is a dict with the keys `"train"` and `"valid"`: two lists with one plain float per epoch, empty at first. Trainers
  share nothing.
- **`trainer.fit(train_loader, valid_loader, n_epochs)`** runs `n_epochs` more epochs. Loaders yield batches `(x, y)`, the last of which
  may be smaller, and may be on another device than the model: each batch is moved to the device of the model.
  - Epoch number e, counted from 0 over **all** calls, starts with `torch.manual_seed(seed + e)`. So its shuffling and its dropout do not
    depend on anything before it.
  - Training phase, in training mode: one step of the optimizer per batch, with the gradient of this batch alone, even if gradients are
    left over from before the call. Validation phase, in evaluation mode, without a graph: the validation data, which change nothing.
  - The history gets the mean loss over all training samples, with the loss of each batch taken before its step, and over all validation
    samples.
- **`trainer.predict(x)`** returns the output of the model for x, in evaluation mode and without a graph; x is moved to the device of the
  model. Afterwards it restores the previous mode of the model.
- **`trainer.save(path)`** writes a file of plain data, which `torch.load(path, weights_only=True)` can read, the default since torch 2.6.
  Saving changes nothing.
- **`trainer.load(path)`** loads a checkpoint into a trainer of the same type, whose weights, learning rate, history and seed may differ.
  Afterwards `fit` continues **exactly** as it would have in the saved trainer: history, seed, weights, buffers and optimizer.

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
        raise NotImplementedError  # TODO: what is kept between the calls?

    def fit(self, train_loader: DataLoader, valid_loader: DataLoader, n_epochs: int) -> None:
        raise NotImplementedError  # TODO

    def predict(self, x: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError  # TODO

    def save(self, path: Path) -> None:
        raise NotImplementedError  # TODO: whose state is needed to resume?

    def load(self, path: Path) -> None:
        raise NotImplementedError  # TODO
