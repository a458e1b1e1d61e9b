"""Overfit one small batch

Find and fix the bug below, in the model or in the training loop. A model that does not learn raises no error, so a common sanity check
comes before the long training: overfit one small batch, here eight samples, in a few hundred steps. If the model and the loop are correct,
the loss goes to nearly 0. Here it does not.

- `Net(n_features, n_hidden)` is an `nn.Module` with two linear layers, `hidden` and `out`. For x of shape (N, n_features) it returns
  out(tanh(hidden(x))), of shape (N, 1), with no activation on the output. Gradients reach every parameter, and also x if it requires grad.
- `overfit(model, x, y, lr, n_steps)` trains the given model in place, whichever it is: `n_steps` steps of `torch.optim.Adam` with the
  learning rate `lr` and its other defaults, on the mean squared error between `model(x)` and `y`, both of shape (N, 1), all samples at
  once, even if gradients are left over from before the call.
  - Every parameter of the model is trained.
  - It returns a list of plain floats, the loss before each step.
- A new `Net(3, 32)` with 8 samples, `lr=0.02` and `n_steps=400` ends with a loss below 0.05.

Example:

    model = Net(3, 32)
    losses = overfit(model, torch.randn(8, 3), torch.randn(8, 1), lr=0.02, n_steps=400)
    losses[0], losses[-1]       # such as (1.3, 0.00002)
"""

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self, n_features: int, n_hidden: int) -> None:
        super().__init__()
        self.hidden = nn.Linear(n_features, n_hidden)
        self.out = nn.Linear(n_hidden, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.out(torch.tanh(self.hidden(x)))


def overfit(model: nn.Module, x: torch.Tensor, y: torch.Tensor, lr: float, n_steps: int) -> list[float]:
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(n_steps):
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(model(x).detach(), y).requires_grad_()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
