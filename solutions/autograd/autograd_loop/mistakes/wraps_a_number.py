"""`torch.tensor(number, requires_grad=True)` begins a new record: `backward()` runs, ends at that very tensor, and the
gradients of b and w stay None. A loss that has left torch once cannot find back. Turn x and y into tensors, and
let the loss come from b and w without a detour.

Cards: autograd/tensor-to-numpy, autograd/detached-prediction
"""

import numpy as np
import torch


def train(x: np.ndarray, y: np.ndarray, b: torch.Tensor, w: torch.Tensor, lr: float, n_epochs: int) -> None:
    x_tensor = torch.as_tensor(x, dtype=b.dtype, device=b.device)
    for _ in range(n_epochs):
        yhat = b + w * x_tensor
        error = yhat.detach().numpy() - y
        loss = torch.tensor((error**2).mean(), requires_grad=True)
        loss.backward()
        with torch.no_grad():
            b -= lr * b.grad
            w -= lr * w.grad
        b.grad.zero_()
        w.grad.zero_()
