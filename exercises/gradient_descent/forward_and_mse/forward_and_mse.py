"""Linear model and mean squared error

Write the forward pass of a linear model, and its loss, the mean squared error (MSE). Training is a search for the
parameters with the smallest loss, so these two functions come first.

Write two functions:

- `forward(b, w, x)` returns the predictions of the linear model b + w · x. `x` is a float64 array of shape
  (N, 1), `b` and `w` are float64 arrays of shape (1,). It returns a float64 array of shape (N, 1):
  one prediction for each sample.
- `mse(y_pred, y)` returns the mean squared error of the predictions `y_pred` for the targets `y`, both of
  shape (N, 1): square each error (prediction minus target), then average the squares. It
  returns a scalar, not an array of shape (1,) or (N,).
- N may be 1. The input arrays must not be modified.

Example, the line 1 + 2x and two targets:

    x = np.array([[0.0], [3.0]])
    y_pred = forward(np.array([1.0]), np.array([2.0]), x)    # [[1.], [7.]]
    mse(y_pred, np.array([[2.0], [4.0]]))                    # 5.0: the mean of 1 and 9

NumPy is all you need.
"""

import numpy as np


def forward(b: np.ndarray, w: np.ndarray, x: np.ndarray) -> np.ndarray:
    raise NotImplementedError  # TODO: one prediction for each sample


def mse(y_pred: np.ndarray, y: np.ndarray) -> float:
    raise NotImplementedError  # TODO: the mean of the squared errors
