"""A line, its errors, one number

Training is a search for the smallest loss. So first you need the loss: a model that predicts, and
one number that says how wrong it is.

Write two functions:

- `forward(b, w, x)` gives the predictions of the line b + w · x. `x` is a float64 array of shape
  (N, 1), `b` and `w` are float64 arrays of shape (1,). It returns a float64 array of shape (N, 1):
  one prediction for each row of x.
- `mse(yhat, y)` gives the mean squared error of the predictions `yhat` for the targets `y`, both of
  shape (N, 1): each error (prediction minus target) is squared, and the squares are averaged. It
  returns one number, not an array of shape (1,) or (N,).
- N may be 1. The arrays that come in stay as they were.

Example, the line 1 + 2x against two targets:

    x = np.array([[0.0], [3.0]])
    yhat = forward(np.array([1.0]), np.array([2.0]), x)    # [[1.], [7.]]
    mse(yhat, np.array([[2.0], [4.0]]))                    # 5.0: the mean of 1 and 9

NumPy is all you need.
"""

import numpy as np


def forward(b: np.ndarray, w: np.ndarray, x: np.ndarray) -> np.ndarray:
    raise NotImplementedError  # TODO: one prediction for each row of x


def mse(yhat: np.ndarray, y: np.ndarray) -> float:
    raise NotImplementedError  # TODO: the mean of the squared errors
