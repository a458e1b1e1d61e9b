"""`log_softmax` takes the logarithm of the softmax. Where that is rounded to 0 the logarithm is −∞. Take the logarithm
on paper: x − ln(sum of the eˣ).

Cards: classification/log-after-softmax
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
    return np.log(softmax(z, axis))
