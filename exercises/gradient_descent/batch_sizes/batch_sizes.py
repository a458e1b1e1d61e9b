"""Batch, mini-batch and stochastic gradient descent

Write gradient descent for any batch size. With all samples in one batch the steps are few and the path is smooth;
with one sample per batch the steps are many and noisy. The batch size lets you choose anything in between.

Write `descend(x, y, b, w, lr, n_epochs, batch_size, seed)`, gradient descent on the mean squared
error of the linear model b + w · x:

- `x`, `y`: float64 arrays of shape (N, 1). `b`, `w`: arrays of shape (1,), the initial parameters. `lr` is a
  float; `n_epochs` (0 or more), `batch_size` (1 or more, may exceed N) and `seed` are ints.
- In each epoch every sample is used exactly once. The samples are in a **new random order** in each
  epoch and are split into batches of `batch_size`; the last batch may be smaller.
- Each batch gives one step: b ← b − lr · ∂L/∂b and w ← w − lr · ∂L/∂w, where L is the **mean** of
  the squared errors of this batch, at the current b and w.
- It returns the **path**: a float64 NumPy array of shape (steps + 1, 2), whose rows are (b, w):
  first the initial parameters, then the parameters after each step.
- The same seed gives the same path in every call; other seeds give other orders. NumPy's global
  generator is not used or changed, and the caller's arrays are not modified.

Example, 5 samples:

    descend(x, y, b, w, lr=0.1, n_epochs=2, batch_size=2, seed=0).shape    # (7, 2): 3 steps per epoch
    descend(x, y, b, w, lr=0.1, n_epochs=2, batch_size=5, seed=0).shape    # (3, 2): full batch

NumPy is all you need.
"""

import numpy as np


def descend(x: np.ndarray, y: np.ndarray, b: np.ndarray, w: np.ndarray, lr: float, n_epochs: int, batch_size: int, seed: int) -> np.ndarray:
    raise NotImplementedError  # TODO: a step for each batch of each epoch
