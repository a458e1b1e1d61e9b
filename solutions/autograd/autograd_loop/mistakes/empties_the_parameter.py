"""A parameter has no method that empties its gradient. The gradient is a tensor of its own, and that is what you empty: `b.grad.zero_()`.

Cards: autograd/grad-zero-name
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
        with torch.no_grad():
            b -= lr * b.grad
            w -= lr * w.grad
        b.grad_zero()
        w.grad_zero()
