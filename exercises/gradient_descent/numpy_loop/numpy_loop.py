"""Gradient descent in NumPy

Fix the training loop below: it contains one bug. Predict, compute the gradients, update the parameters, repeat:
every network is trained by this loop. Once you have run it in plain NumPy, you will recognize each line of
PyTorch's training loop.

`train(x, y, b, w, lr, n_epochs)` is correct when it does gradient descent on L, the mean squared error of the
model `b + w * x`:

- `x` and `y` are float64 arrays of shape (N, 1); `b` and `w`, the initial parameters, float64
  arrays of shape (1,). `lr`, the learning rate, is a float, `n_epochs` an int, 0 or more.
- One epoch is one step on all N samples: b ← b − lr · ∂L/∂b and w ← w − lr · ∂L/∂w. Both partial
  derivatives are taken at the point (b, w) where the step starts.
- It returns `(b, w)` after `n_epochs` such steps, two float64 arrays of shape (1,).
- The caller's arrays, including `b` and `w`, must not be modified.

Example, two points of the line 1 + 2x:

    x = np.array([[0.0], [1.0]])
    y = np.array([[1.0], [3.0]])
    zero = np.zeros(1)
    train(x, y, zero, zero, lr=0.1, n_epochs=1)       # [0.4] and [0.3]
    train(x, y, zero, zero, lr=0.1, n_epochs=1000)    # [1.] and [2.], nearly

NumPy is all you need.
"""

import numpy as np


def train(x: np.ndarray, y: np.ndarray, b: np.ndarray, w: np.ndarray, lr: float, n_epochs: int) -> tuple[np.ndarray, np.ndarray]:
    for _ in range(n_epochs):
        error = b + w * x - y
        b_grad = 2 * error.mean()
        w_grad = 2 * (x * error).mean()
        b = b - lr * b_grad
        w = w - lr * b_grad
    return b, w
