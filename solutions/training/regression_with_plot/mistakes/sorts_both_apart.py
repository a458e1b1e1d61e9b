"""x and the predictions are sorted each by itself. Where the fit falls, that pairs a small x with a small prediction of
another point. Use one order for both.

Cards: training/line-in-order
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
    plt.scatter(x.ravel(), y)
    plt.plot(np.sort(x.ravel()), np.sort(predict(model, x)), "r")
    plt.show()
