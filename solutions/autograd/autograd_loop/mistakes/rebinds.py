"""`b = b - ...` makes a new tensor and calls it b; the caller's b stays where it was. The new one was made under
`no_grad`, so it does not require grad, and the next `backward()` has nowhere to go. Change the tensor itself, with
`-=`.

Cards: optimisers/update-in-place, autograd/in-place-leaf
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
            b = b - lr * b.grad
            w = w - lr * w.grad
        b.grad = None
        w.grad = None
