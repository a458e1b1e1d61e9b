"""Gradient accumulation

Write `train_epoch(model, optimizer, loss_fn, batches, accumulate)`. It trains with batches that are too large for the memory: the
gradients of several micro-batches are accumulated before each optimizer step. Each step must use the same gradient as one large batch
with all samples of these micro-batches.

- `batches`: a list of micro-batches `(x, y)`. Both have the samples in dim 0. The micro-batches can have different sizes, also 1.
- `accumulate`: an int, at least 1. Each group of `accumulate` consecutive micro-batches is one large batch. The last group has fewer
  micro-batches if their number is not a multiple of `accumulate`.
- `loss_fn(model(x), y)` is the mean loss over the samples of a micro-batch, a 0-dim tensor.
- There is one call of `optimizer.step()` per group, the last group included. Before it, the gradient of each parameter is the gradient of
  the mean loss over all samples of the group: each sample has the same weight.
- Gradients from before the call, or from earlier groups, have no influence.
- For the memory, the model is called once for each micro-batch, and `backward` has finished before the next micro-batch is evaluated.
- Returns a list with one float per group: the mean loss over all samples of the group, before the step. For an empty list of batches it is
  empty.
- Parameters with `requires_grad=False` do not change. The mode of the model does not change, and neither do the tensors in `batches`.
- Model and batches may be on another device than the CPU, and have any float dtype.

Example, with micro-batches of 4, 4 and 2 samples:

    train_epoch(model, optimizer, nn.MSELoss(), batches, accumulate=2)     # two steps: on 8 samples, then on 2; returns two losses
"""

from collections.abc import Callable

import torch
from torch import nn


def train_epoch(
    model: nn.Module,
    optimizer: torch.optim.Optimizer,
    loss_fn: Callable[[torch.Tensor, torch.Tensor], torch.Tensor],
    batches: list[tuple[torch.Tensor, torch.Tensor]],
    accumulate: int,
) -> list[float]:
    raise NotImplementedError  # TODO: when to zero the gradients, what to backpropagate, when to step?
