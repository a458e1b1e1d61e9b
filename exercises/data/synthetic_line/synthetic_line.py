"""Synthetic data for linear regression

Generate noisy samples of a straight line with known parameters. With synthetic data you can check
whether a model has found the true parameters, which no real dataset can tell you.

Write `make_line(n, b, w, noise, seed)`. It returns `(x, y)`, two float64 arrays of shape (n, 1):

- **x** is uniform in [0, 1).
- **y** = b + w · x + e, where e is normal, with mean 0 and standard deviation `noise`: one value
  for each sample, drawn independently of x. With `noise=0` all points lie on the line.
- **Seed**: the same `seed` (an int) gives the same data at every call; other seeds give other data.
  NumPy's and Python's global generators (`np.random`, `random`) produce the same values afterwards
  as if your function had never run.
- `n` is an int, 1 or more; `b`, `w` and `noise` are floats.

Example:

    x, y = make_line(100, b=1.0, w=2.0, noise=0.1, seed=42)
    x.shape, y.shape            # (100, 1) and (100, 1)
    (y - 1.0 - 2.0 * x).std()   # about 0.1

NumPy is all you need.
"""

import numpy as np


def make_line(n: int, b: float, w: float, noise: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    raise NotImplementedError  # TODO: sample x and the noise, combine them
