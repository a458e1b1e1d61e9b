"""Sigmoid and softmax that never overflow

Between logits and probabilities stands an exponential, and e¹⁰⁰⁰ is more than any float holds. Whoever writes these four lines with care
never sees a NaN come out of a loss.

Write four functions of NumPy float64 arrays. Each gives an array of the shape that it got and changes nothing that it got:

- `sigmoid(z)`: 1 / (1 + e⁻ᶻ), number by number, for an array of any shape. Small probabilities keep their digits: sigmoid(−700) is e⁻⁷⁰⁰,
  about 1e-304, and not 0.
- `logit(p)`: the inverse of it, ln(p / (1 − p)), for p from 0 to 1; −∞ for 0 and ∞ for 1.
- `softmax(z, axis=-1)`: eᶻ over the sum of the eᶻ **along this axis**, so that the numbers along it sum to 1. `z` has one axis or more, and
  `axis` is any of them, counted from the front or (−1, −2, …) from the end.
- `log_softmax(z, axis=-1)`: the natural logarithm of that softmax, right where the softmax itself is rounded to 0.

`z` may hold any numbers from −1000 to 1000, and even farther out. Nothing overflows on the way: what NumPy would warn of as "overflow" or
"invalid value" is an error here. The logarithm of 0 is none.

Example:

    sigmoid(np.array([0.0, 2.0, -1000.0]))              # [0.5, 0.8808, 0.]
    logit(np.array([0.5, 0.8808]))                      # [0., 2.], nearly
    softmax(np.array([[1000.0, 1000.0], [0.0, 2.0]]))   # [[0.5, 0.5], [0.1192, 0.8808]]
    log_softmax(np.array([0.0, -1000.0]))               # [0., -1000.]

NumPy is all you need; torch and SciPy have these functions ready and are not to be used.
"""

import numpy as np


def sigmoid(z: np.ndarray) -> np.ndarray:
    raise NotImplementedError  # TODO: which sign may stand in the exponent?


def logit(p: np.ndarray) -> np.ndarray:
    raise NotImplementedError  # TODO


def softmax(z: np.ndarray, axis: int = -1) -> np.ndarray:
    raise NotImplementedError  # TODO: what may be subtracted from a row without changing its softmax?


def log_softmax(z: np.ndarray, axis: int = -1) -> np.ndarray:
    raise NotImplementedError  # TODO: take the logarithm on paper first
