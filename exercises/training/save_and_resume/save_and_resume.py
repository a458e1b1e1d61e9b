"""Checkpoints: save and resume training

Write three functions, to save a checkpoint, to resume training from it, and to keep the weights of the best epoch. Interrupted training
should continue exactly as if it had not been interrupted.

- `save(path, model, optimizer, epoch)` writes everything needed to resume into the file `path`, and overwrites an existing file. The file
  contains plain data only, so that `torch.load(path, weights_only=True)` can read it (the default since torch 2.6). Model and optimizer do
  not change, and keep their mode.
- `resume(path, model, optimizer)` loads the checkpoint into this model and this optimizer, in place, and returns the epoch. Both are new,
  of the same type as the saved ones; their weights, their mode and the learning rate may differ. Afterwards training continues exactly as
  it would have without the interruption. The mode of the model does not change.
- `snapshot(model)` returns the whole state of the model as a dict, as it is now. Further training does not change it;
  `model.load_state_dict(...)` with it restores the model, any number of times.

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
    raise NotImplementedError  # TODO: whose state is needed to resume?


def resume(path: Path, model: nn.Module, optimizer: torch.optim.Optimizer) -> int:
    raise NotImplementedError  # TODO


def snapshot(model: nn.Module) -> dict[str, torch.Tensor]:
    raise NotImplementedError  # TODO: is a state_dict a copy?
