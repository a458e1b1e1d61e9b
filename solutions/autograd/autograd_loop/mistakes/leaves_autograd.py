"""You followed torch's message: `detach().numpy()` ends the error, and the record with it. What comes after is NumPy's
arithmetic, so the loss is a plain number that knows nothing of b and w and has no `backward`. Go the other way: turn x
and y into tensors.

Cards: autograd/tensor-to-numpy, autograd/detached-prediction
"""

import numpy as np
import torch


def train(x: np.ndarray, y: np.ndarray, b: torch.Tensor, w: torch.Tensor, lr: float, n_epochs: int) -> None:
    x_tensor = torch.as_tensor(x, dtype=b.dtype, device=b.device)
    for _ in range(n_epochs):
        yhat = b + w * x_tensor
        error = yhat.detach().numpy() - y
        loss = (error**2).mean()
        loss.backward()
        with torch.no_grad():
            b -= lr * b.grad
            w -= lr * w.grad
        b.grad.zero_()
        w.grad.zero_()
