"""Numerically stable sigmoid and softmax

Write sigmoid, logit, softmax and log-softmax so that they do not overflow. Their formulas contain eᶻ, and e¹⁰⁰⁰ is larger than any float.
A naive implementation gives infinities, and NaN in the loss.

Write four functions of NumPy float64 arrays. Each returns an array of the same shape as its input and does not change the input:

- `sigmoid(z)`: 1 / (1 + e⁻ᶻ), elementwise, for an array of any shape. Small probabilities keep their significant digits: sigmoid(−700) is
  e⁻⁷⁰⁰, about 1e-304, and not 0.
- `logit(p)`: the inverse of the sigmoid, ln(p / (1 − p)), for p from 0 to 1; −∞ for 0 and ∞ for 1.
- `softmax(z, axis=-1)`: eᶻ divided by the sum of eᶻ **along this axis**, so that the values along it sum to 1. `z` has at least one axis,
  and `axis` is any of them, non-negative or negative (−1 is the last).
- `log_softmax(z, axis=-1)`: the natural logarithm of the softmax, correct also where the softmax itself underflows to 0.

`z` may contain any values from −1000 to 1000, and larger ones. No intermediate result overflows: NumPy's "overflow" and "invalid value"
warnings are errors here. The logarithm of 0 is not an error.

Example:

    sigmoid(np.array([0.0, 2.0, -1000.0]))              # [0.5, 0.8808, 0.]
    logit(np.array([0.5, 0.8808]))                      # [0., 2.], nearly
    softmax(np.array([[1000.0, 1000.0], [0.0, 2.0]]))   # [[0.5, 0.5], [0.1192, 0.8808]]
    log_softmax(np.array([0.0, -1000.0]))               # [0., -1000.]

NumPy is all you need; do not use the ready-made functions of torch and SciPy.
"""

import numpy as np


def sigmoid(z: np.ndarray) -> np.ndarray:
    raise NotImplementedError  # TODO: which sign may the exponent have?


def logit(p: np.ndarray) -> np.ndarray:
    raise NotImplementedError  # TODO


def softmax(z: np.ndarray, axis: int = -1) -> np.ndarray:
    raise NotImplementedError  # TODO: what can be subtracted from z without changing its softmax?


def log_softmax(z: np.ndarray, axis: int = -1) -> np.ndarray:
    raise NotImplementedError  # TODO: simplify the logarithm by hand first
