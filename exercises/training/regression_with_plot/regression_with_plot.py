"""Linear regression and a plot of the fit

Fix the three functions below. The data are NumPy arrays, the model needs tensors, and the plot needs arrays again. Each of these
conversions can go wrong without an error.

`x` is a NumPy array of shape (N, 1) and `y` one of shape (N,), both float64; they are not changed. `model` takes float32 tensors of shape
(N, 1) and returns tensors of shape (N, 1).

- `fit(model, x, y, lr, n_steps)` trains the model in place: `n_steps` steps of plain SGD with the learning rate `lr` on all samples, on
  the mean squared error, even if gradients are left over from before the call. It returns a list of plain floats, the loss before each
  step.
- `predict(model, x)` returns the predictions of the model as a NumPy array, float32, of shape (N,).
- `draw(plt, model, x, y)` plots the data and the fit with `plt`, which is `matplotlib.pyplot`: the points (x, y) with one call of
  `plt.scatter`, the predictions at all x with one call of `plt.plot`, from the smallest x to the largest; then `plt.show()`, once. `plt`
  gets NumPy arrays of shape (N,), x first. Colors, labels and titles are up to you.

Example:

    import matplotlib.pyplot as plt

    model = nn.Linear(1, 1)
    losses = fit(model, x, y, lr=0.1, n_steps=100)
    draw(plt, model, x, y)
"""

from types import ModuleType

import numpy as np
import torch
from torch import nn


def fit(model: nn.Module, x: np.ndarray, y: np.ndarray, lr: float, n_steps: int) -> list[float]:
    inputs = torch.from_numpy(x.astype(np.float32))
    targets = torch.from_numpy(y.astype(np.float32))
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(n_steps):
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(model(inputs), targets)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def predict(model: nn.Module, x: np.ndarray) -> np.ndarray:
    return model(torch.from_numpy(x.astype(np.float32))).detach().numpy().ravel()


def draw(plt: ModuleType, model: nn.Module, x: np.ndarray, y: np.ndarray) -> None:
    order = np.argsort(x.ravel())
    plt.scatter(x.ravel(), y)
    plt.plot(x.ravel()[order], predict(model, x)[order], "r")
    plt.show()
