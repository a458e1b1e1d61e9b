"""You empty the gradients between `backward()` and the step. The step then subtracts zero, and b and w never move.

Cards: autograd/four-tools
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
        b.grad.zero_()
        w.grad.zero_()
        with torch.no_grad():
            b -= lr * b.grad
            w -= lr * w.grad
