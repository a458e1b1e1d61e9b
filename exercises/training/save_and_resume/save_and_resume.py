"""Save, load, go on

A training that is interrupted should go on as if nothing had happened, and the best model of a training should still be there at its end.

Write three functions:

- `save(path, model, optimizer, epoch)` writes all that is needed to go on into the file `path`, over an older file if there is one. The
  file holds plain data only, so that `torch.load(path, weights_only=True)` reads it, which is the default since torch 2.6. Model and
  optimizer stay as they are, in the mode that they are in.
- `resume(path, model, optimizer)` puts what was saved into this model and this optimizer, in place, and returns the epoch. Both are new,
  of the same kind as the saved ones; their weights, their mode and the learning rate may differ. After it, training goes on exactly as it
  would have without the break. The mode of the model stays as it is.
- `snapshot(model)` gives the model's whole state as a dict, as it is now. Training on does not change it; `model.load_state_dict(...)` of
  it brings the model back, as often as one likes.

Example:

    save("run.pt", model, optimizer, epoch=5)
    epoch = resume("run.pt", new_model, new_optimizer)      # 5

    best = snapshot(model)
    train(model)
    model.load_state_dict(best)
"""

from pathlib import Path

import torch
from torch import nn


def save(path: Path, model: nn.Module, optimizer: torch.optim.Optimizer, epoch: int) -> None:
    raise NotImplementedError  # TODO: whose state is needed to go on?


def resume(path: Path, model: nn.Module, optimizer: torch.optim.Optimizer) -> int:
    raise NotImplementedError  # TODO


def snapshot(model: nn.Module) -> dict[str, torch.Tensor]:
    raise NotImplementedError  # TODO: is a state_dict a copy?
