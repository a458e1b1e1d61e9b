"""You make the model float64 instead of the data float32. It is the caller's model, and it now refuses what it took
before.

Cards: training/float32-at-the-border
"""

from types import ModuleType

import numpy as np
import torch
from torch import nn


def fit(model: nn.Module, x: np.ndarray, y: np.ndarray, lr: float, n_steps: int) -> list[float]:
    inputs = torch.from_numpy(x)
    targets = torch.from_numpy(y).view(-1, 1)
    model.double()
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
    return model.double()(torch.from_numpy(x)).detach().numpy().ravel()


def draw(plt: ModuleType, model: nn.Module, x: np.ndarray, y: np.ndarray) -> None:
    order = np.argsort(x.ravel())
    plt.scatter(x.ravel(), y)
    plt.plot(x.ravel()[order], predict(model, x)[order], "r")
    plt.show()
