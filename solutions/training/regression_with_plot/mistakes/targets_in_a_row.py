"""The targets are a row (N,) and the predictions a column (N, 1). The loss takes the mean over all pairs, with a warning
only, and the model learns nothing but the mean of y. On the notes' points the loss ends at 5663, not at 333.

Cards: losses/mse-only-warns, losses/broadcast-learns-the-mean
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
