"""z − ln(sum of eᶻ) is the right formula, but eᶻ overflows before the logarithm brings it down. Subtract the largest
number first; it comes back by itself.

Cards: classification/exp-limit, classification/softmax-shift
"""

import numpy as np


def sigmoid(z: np.ndarray) -> np.ndarray:
    e = np.exp(-np.abs(z))
    return np.where(z < 0, e, 1.0) / (1 + e)


def logit(p: np.ndarray) -> np.ndarray:
    return np.log(p) - np.log1p(-p)


def softmax(z: np.ndarray, axis: int = -1) -> np.ndarray:
    e = np.exp(z - z.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def log_softmax(z: np.ndarray, axis: int = -1) -> np.ndarray:
    return z - np.log(np.exp(z).sum(axis=axis, keepdims=True))
