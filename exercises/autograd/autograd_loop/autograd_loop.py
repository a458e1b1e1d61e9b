"""Linear regression with autograd

Fix the training loop below: it contains at least one bug. It is the loop that you know from NumPy with one change:
you derive no gradient by hand. Autograd records the operations on b and w, then applies the chain rule backwards.

`train(x, y, b, w, lr, n_epochs)` is correct when it does gradient descent on L, the mean squared error of the
linear model b + w · x:

- `x` and `y` are float64 NumPy arrays of shape (N, 1). `b` and `w` are leaf tensors of shape (1,)
  with `requires_grad=True`, float32 or float64, on any device. Their gradients are None at first.
  `lr` is a float, `n_epochs` an int, 0 or more.
- One epoch is one step on all N samples: b ← b − lr · ∂L/∂b and w ← w − lr · ∂L/∂w. Both gradients are computed
  by autograd.
- b and w are updated **in place**: the caller's own tensors change, and so do all views of
  them. They stay leaves that require grad.
- After the call their gradients are cleared: None or zero.
- x and y must not be modified. The function returns None.

Example, two points of the line 1 + 2x:

    x, y = np.array([[0.0], [1.0]]), np.array([[1.0], [3.0]])
    b, w = (torch.zeros(1, requires_grad=True) for _ in range(2))
    train(x, y, b, w, lr=0.1, n_epochs=1)       # b is now [0.4], w is [0.3]

Not to be used: `torch.optim`.
"""

import numpy as np
import torch


def train(x: np.ndarray, y: np.ndarray, b: torch.Tensor, w: torch.Tensor, lr: float, n_epochs: int) -> None:
    x_tensor = torch.as_tensor(x, dtype=b.dtype, device=b.device)
    for _ in range(n_epochs):
        y_pred = b + w * x_tensor
        error = y_pred - y
        loss = (error**2).mean()
        loss.backward()
        with torch.no_grad():
            b -= lr * b.grad
            w -= lr * w.grad
        b.grad_zero()
        w.grad_zero()
