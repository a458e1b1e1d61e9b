"""Data with a known truth

On data that you made yourself you know the answer. So you can see whether a model has found it,
which no real data set will tell you.

Write `make_line(n, b, w, noise, seed)`. It returns `(x, y)`, two float64 arrays of shape (n, 1):

- **x** is uniform in [0, 1).
- **y** = b + w · x + e, where e is normal, with mean 0 and standard deviation `noise`: one number
  for each row, drawn independently of x. With `noise=0` all points lie on the line.
- **Seed**: the same `seed` (an int) gives the same data at every call; other seeds give other data.
  NumPy's and Python's shared generators (`np.random`, `random`) give the same numbers afterwards as
  if your function had never run.
- `n` is an int, 1 or more; `b`, `w` and `noise` are floats.

Example:

    x, y = make_line(100, b=1.0, w=2.0, noise=0.1, seed=42)
    x.shape, y.shape            # (100, 1) and (100, 1)
    (y - 1.0 - 2.0 * x).std()   # about 0.1

NumPy is all you need.
"""

import numpy as np


def make_line(n: int, b: float, w: float, noise: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    raise NotImplementedError  # TODO: draw x and the noise, combine them
