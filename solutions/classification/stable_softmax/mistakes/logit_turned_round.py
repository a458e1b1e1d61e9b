"""The logit has the wrong sign: ln((1 − p) / p). It grows with p, from −∞ at 0 to ∞ at 1.

Cards: classification/logit, classification/range-of-the-logit
"""

import numpy as np


def sigmoid(z: np.ndarray) -> np.ndarray:
    e = np.exp(-np.abs(z))
    return np.where(z < 0, e, 1.0) / (1 + e)


def logit(p: np.ndarray) -> np.ndarray:
    return np.log1p(-p) - np.log(p)


def softmax(z: np.ndarray, axis: int = -1) -> np.ndarray:
    e = np.exp(z - z.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def log_softmax(z: np.ndarray, axis: int = -1) -> np.ndarray:
    shifted = z - z.max(axis=axis, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=axis, keepdims=True))
