"""Split, then scale

Validation asks how a model does on rows that nothing has learned from. A scaler learns, too: it
learns a mean. So the order of these two steps decides whether a validation score means anything.

Write `split_and_scale(x, y, train_fraction, seed)`. It returns four float64 arrays:
`(x_train, y_train, x_val, y_val)`.

- `x`: float64 array of shape (N, F). `y`: float64 array of shape (N, 1); row i of y belongs to row
  i of x, before and after. Both arrays stay as they were.
- **Split**: `int(train_fraction * N)` rows, drawn at random, are for training, all others for
  validation. The order of the rows inside a part is up to you.
- **Seed**: the same `seed` (an int) gives the same result at every call; other seeds draw other
  rows. The program's shared generators (`np.random`, `random`, `torch`) give the same numbers
  afterwards as if your function had never run.
- **Scale**: from each column of x subtract a mean, and divide by a standard deviation (NumPy's
  default one). Both numbers come from the training rows of that column, and both parts are scaled
  with them. y is not scaled.

You may rely on two training rows or more, one validation row or more, and no column that is
constant in training.

Example:

    x = np.array([[1.0], [2.0], [3.0], [4.0], [5.0]])
    parts = split_and_scale(x, 10 * x, train_fraction=0.8, seed=0)

    # 4 rows train, 1 validates. If that one is [3.], then:
    #   x_train  -1.26, -0.63, 0.63, 1.26 in some order (mean of 1, 2, 4, 5: 3)
    #   x_val    [[0.]]
    #   y_val    [[30.]]

NumPy is all you need.
"""

import numpy as np


def split_and_scale(
    x: np.ndarray, y: np.ndarray, train_fraction: float, seed: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    raise NotImplementedError  # TODO: split the rows, then scale the columns of x
