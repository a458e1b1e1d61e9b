"""A tensor that requires grad and a NumPy array do not mix: autograd could not record NumPy's arithmetic, so it refuses.
Turn x and y both into tensors. (What torch's message suggests, `detach().numpy()`, leads elsewhere: it takes the
prediction off the record, and the slopes with it.)

Cards: autograd/tensor-to-numpy
"""

import numpy as np
import torch


def train(x: np.ndarray, y: np.ndarray, b: torch.Tensor, w: torch.Tensor, lr: float, n_epochs: int) -> None:
    x_tensor = torch.as_tensor(x, dtype=b.dtype, device=b.device)
    for _ in range(n_epochs):
        yhat = b + w * x_tensor
        error = yhat - y
        loss = (error**2).mean()
        loss.backward()
        with torch.no_grad():
            b -= lr * b.grad
            w -= lr * w.grad
        b.grad_zero()
        w.grad_zero()
