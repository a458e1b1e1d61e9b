"""A regression and its picture

Data come as NumPy arrays, the model wants tensors, and the plot wants arrays again. At each border something can go wrong without an
error.

Mend the three functions. `x` is a NumPy array of the shape (N, 1), `y` one of the shape (N,), both float64; they are not changed. `model`
maps float32 tensors (N, 1) to (N, 1).

- `fit(model, x, y, lr, n_steps)` trains the model in place: `n_steps` steps of plain SGD with the rate `lr` on all rows, on the mean
  squared error, also if gradients are left over from before the call. It returns a list of plain floats, the loss before each step.
- `predict(model, x)` gives the model's predictions as a NumPy array, float32, of the shape (N,).
- `draw(plt, model, x, y)` draws the data and the fit with `plt`, which is `matplotlib.pyplot`: the points (x, y) with one call of
  `plt.scatter`, the predictions at all x with one call of `plt.plot`, from the smallest x to the largest; then the picture is shown,
  once. `plt` gets NumPy arrays of the shape (N,), x first. Colours, labels and titles are up to you.

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
