"""Train/validation split without data leakage

Split a dataset into a training set and a validation set, then standardize both. A scaler also learns
from data: it learns means and standard deviations. If it sees validation samples before the split,
the validation score is too optimistic. This is called data leakage.

Write `split_and_scale(x, y, train_fraction, seed)`. It returns four float64 arrays:
`(x_train, y_train, x_val, y_val)`.

- `x`: float64 array of shape (N, F). `y`: float64 array of shape (N, 1); row i of y belongs to row
  i of x, before and after. Do not modify the two arrays.
- **Split**: `int(train_fraction * N)` samples, drawn at random, are for training, all others for
  validation. The order of the samples within each set is up to you.
- **Seed**: the same `seed` (an int) gives the same result at every call; other seeds draw other
  samples. The global generators (`np.random`, `random`, `torch`) produce the same values afterwards
  as if your function had never run.
- **Scale**: from each column of x subtract a mean, and divide by a standard deviation (NumPy's
  default one). Compute both from the training samples only, and use them to scale both sets. y is
  not scaled.

You may assume at least two training samples, at least one validation sample, and no column that is
constant in training.

Example:

    x = np.array([[1.0], [2.0], [3.0], [4.0], [5.0]])
    parts = split_and_scale(x, 10 * x, train_fraction=0.8, seed=0)

    # 4 samples train, 1 validates. If that one is [3.], then:
    #   x_train  -1.26, -0.63, 0.63, 1.26 in some order (mean of 1, 2, 4, 5: 3)
    #   x_val    [[0.]]
    #   y_val    [[30.]]

NumPy is all you need.
"""

import numpy as np


def split_and_scale(
    x: np.ndarray, y: np.ndarray, train_fraction: float, seed: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    raise NotImplementedError  # TODO: split the samples, then scale the columns of x
