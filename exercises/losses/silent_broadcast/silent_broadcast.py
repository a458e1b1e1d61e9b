"""Silent broadcasting in the loss

Fix one training step of a regression. Targets may have shape (N,) or (N, 1), and the result must be the same for both. A shape mismatch
often raises no error: it broadcasts to an (N, N) matrix, and the model silently learns the wrong thing.

Fix `regression_step(model, optimizer, x, y)`, one training step:

- `model` is a module that maps `x` of shape (N, F) to predictions of shape (N, 1): one linear layer or a deep network. `optimizer` has
  the model's parameters: SGD, with momentum or without, Adam, or another.
- `y` has the shape (N,) **or** (N, 1). Both mean the same: entry i belongs to sample i of `x`. N may be 1.
- The loss is the mean over the N samples of (prediction − target)².
- The model takes one step of `optimizer` with the gradient of this loss alone: gradients that its parameters have from before the call
  have no effect.
- It returns `(loss, predictions)`, both from before the step: the loss as a float, the predictions of shape (N,) without a graph.
- The caller's `x` and `y` keep their shapes and values, and no warning about sizes or broadcasting is raised.

Example, with a model that predicts 0 for every sample so far:

    x = torch.tensor([[1.0], [2.0]])
    y = torch.tensor([1.0, 3.0])                    # or [[1.0], [3.0]]
    regression_step(model, optimizer, x, y)         # (5.0, tensor([0., 0.])), as (1 + 9) / 2 = 5
"""

import torch
from torch import nn


def regression_step(
    model: nn.Module,
    optimizer: torch.optim.Optimizer,
    x: torch.Tensor,
    y: torch.Tensor,
) -> tuple[float, torch.Tensor]:
    optimizer.zero_grad()
    predictions = model(x)
    loss = ((predictions - y) ** 2).mean()
    loss.backward()
    optimizer.step()
    return loss.item(), predictions.detach().squeeze(1)
