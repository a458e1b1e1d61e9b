"""The points show the predictions, not the data: all of them lie on the line, and the fit looks perfect.

Cards: training/before-the-plot
"""

from types import ModuleType

import numpy as np
import torch
from torch import nn


def fit(model: nn.Module, x: np.ndarray, y: np.ndarray, lr: float, n_steps: int) -> list[float]:
    inputs = torch.from_numpy(x.astype(np.float32))
    targets = torch.from_numpy(y.astype(np.float32)).view(-1, 1)
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
    plt.scatter(x.ravel(), predict(model, x))
    plt.plot(x.ravel()[order], predict(model, x)[order], "r")
    plt.show()
