"""w moves with the gradient of b. The loss falls all the same, but to the lowest point of one 45-degree line, not to the
minimum. Each parameter has its own `.grad`.

Cards: gradient_descent/own-gradient
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
            w -= lr * b.grad
        b.grad.zero_()
        w.grad.zero_()
