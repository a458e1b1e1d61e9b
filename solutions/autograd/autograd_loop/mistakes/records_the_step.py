"""The step stands outside of `torch.no_grad()`, so autograd would record it, and an in-place change of a leaf that
requires grad can not be recorded: RuntimeError.

Cards: autograd/in-place-leaf, autograd/four-tools
"""

import numpy as np
import torch


def train(x: np.ndarray, y: np.ndarray, b: torch.Tensor, w: torch.Tensor, lr: float, n_epochs: int) -> None:
    x_tensor = torch.as_tensor(x, dtype=b.dtype, device=b.device)
    y_tensor = torch.as_tensor(y, dtype=b.dtype, device=b.device)
    for _ in range(n_epochs):
        yhat = b + w * x_tensor
        error = yhat - y_tensor
        loss = (error**2).mean()
        loss.backward()
        b -= lr * b.grad
        w -= lr * w.grad
        b.grad.zero_()
        w.grad.zero_()
