"""Gradient descent in NumPy

Predict, compare, find the slopes, step, repeat: this loop trains every network. Once you have run
it with nothing but NumPy, no part of PyTorch's training loop is a riddle.

The code below holds one mistake. Find it and mend it. `train(x, y, b, w, lr, n_epochs)` is right
when it does gradient descent on L, the mean squared error of the line `b + w * x`:

- `x` and `y` are float64 arrays of shape (N, 1); `b` and `w`, where the search starts, float64
  arrays of shape (1,). `lr`, the learning rate, is a float, `n_epochs` an int, 0 or more.
- One epoch is one step, made with all N points: b ← b − lr · ∂L/∂b and w ← w − lr · ∂L/∂w. Both
  slopes are those of the point (b, w) where the step starts.
- It returns `(b, w)` after `n_epochs` such steps, two float64 arrays of shape (1,).
- The caller's arrays, its `b` and `w` too, stay as they were.

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
