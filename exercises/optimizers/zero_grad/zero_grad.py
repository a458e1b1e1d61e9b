"""zero_grad and the training loop

Fix the training loop below. It consists of a few calls, and their order matters. A loop with the wrong order may
run without an error, and its loss may still fall.

Fix `train(model, optimizer, loss_fn, batches, epochs)`:

- `model`: any `nn.Module`; `loss_fn(prediction, target)` returns a scalar tensor.
- `optimizer`: any optimizer of `torch.optim` whose `step()` needs no closure. It contains the model's
  parameters, in one or more parameter groups.
- `batches`: a list of pairs `(x, y)`, of different batch sizes. All of them are used, in order, in
  each of the `epochs` epochs.
- Each batch makes exactly one step of the optimizer. What that step finds in `.grad` is the
  gradient of **this batch's loss alone**, at the current parameters.
- At the first call no parameter has a gradient yet. `train` may be called again with the same model
  and optimizer; it then continues training.
- It returns the loss of each batch, before its step, as a list of floats.

Example, one weight w = 0, loss (w − 4)², two steps with lr = 0.1:

    first step:  w.grad is -8.0,  w becomes 0.8
    second step: w.grad is -6.4,  w becomes 1.44

So compare the gradients and the parameters, step by step; a falling loss proves nothing.
"""

import torch
from torch import nn


def train(model: nn.Module, optimizer: torch.optim.Optimizer, loss_fn: nn.Module, batches: list, epochs: int) -> list[float]:
    losses = []
    optimizer.zero_grad()
    for _ in range(epochs):
        for x, y in batches:
            torch.no_grad()
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses
