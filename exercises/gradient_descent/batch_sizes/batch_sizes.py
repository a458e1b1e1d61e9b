"""All rows, some rows, one row

How many rows does each step look at? With all of them the steps are few and the path is smooth,
with one the steps are many and the path is a zigzag. The batch size sets where you are between.

Write `descend(x, y, b, w, lr, n_epochs, batch_size, seed)`, gradient descent on the mean squared
error of the line b + w · x:

- `x`, `y`: float64 arrays of shape (N, 1). `b`, `w`: arrays of shape (1,), the start. `lr` is a
  float; `n_epochs` (0 or more), `batch_size` (1 or more, also above N) and `seed` are ints.
- In each epoch every row is used exactly once. The rows come in a **new random order** in each
  epoch, and are cut into batches of `batch_size`; the last batch holds what is left.
- Each batch makes one step: b ← b − lr · ∂L/∂b and w ← w − lr · ∂L/∂w, where L is the **mean** of
  the squared errors of this batch, at the b and w of this moment.
- It returns the **path**: a float64 NumPy array of shape (steps + 1, 2), whose rows are (b, w):
  first the start, then the point after each step.
- The same seed gives the same path at every call; other seeds give other orders. NumPy's shared
  generator is left alone, and so are the caller's arrays.

Example, 5 rows:

    descend(x, y, b, w, lr=0.1, n_epochs=2, batch_size=2, seed=0).shape    # (7, 2): 3 steps an epoch
    descend(x, y, b, w, lr=0.1, n_epochs=2, batch_size=5, seed=0).shape    # (3, 2): full batch

NumPy is all you need.
"""

import numpy as np


def descend(x: np.ndarray, y: np.ndarray, b: np.ndarray, w: np.ndarray, lr: float, n_epochs: int, batch_size: int, seed: int) -> np.ndarray:
    raise NotImplementedError  # TODO: a step for each batch of each epoch
