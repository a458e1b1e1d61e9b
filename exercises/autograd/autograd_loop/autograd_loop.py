"""Let autograd find the slopes

The loop that you know from NumPy, with one change: you work out no derivative. autograd records
what happens to b and w, and goes back along the record.

The code below holds a mistake, or more than one. Mend it. `train(x, y, b, w, lr, n_epochs)` is
right when it does gradient descent on L, the mean squared error of the line b + w · x:

- `x` and `y` are float64 NumPy arrays of shape (N, 1). `b` and `w` are leaf tensors of shape (1,)
  with `requires_grad=True`, float32 or float64, on any device. Their gradients are None at first.
  `lr` is a float, `n_epochs` an int, 0 or more.
- One epoch is one step with all N points: b ← b − lr · ∂L/∂b and w ← w − lr · ∂L/∂w. It is autograd
  that finds both gradients.
- b and w change **in place**, in their own memory: the caller's own tensors move, and all views of
  them. They stay leaves that require grad.
- After the call their gradients are empty: None or zero.
- x and y stay as they were. Nothing is returned.

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
        yhat = b + w * x_tensor
        error = yhat - y
        loss = (error**2).mean()
        loss.backward()
        with torch.no_grad():
            b -= lr * b.grad
            w -= lr * w.grad
        b.grad_zero()
        w.grad_zero()
