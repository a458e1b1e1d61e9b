"""(1 + tanh(z / 2)) / 2 is the sigmoid and never overflows, but it adds 1 to something near −1: what is small is
rounded away, and below z = −37 or so comes 0. Its logit is −∞ then.

Cards: classification/sigmoid-of-minus-z
"""

import numpy as np


def sigmoid(z: np.ndarray) -> np.ndarray:
    return (1 + np.tanh(z / 2)) / 2


def logit(p: np.ndarray) -> np.ndarray:
    return np.log(p) - np.log1p(-p)


def softmax(z: np.ndarray, axis: int = -1) -> np.ndarray:
    e = np.exp(z - z.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def log_softmax(z: np.ndarray, axis: int = -1) -> np.ndarray:
    shifted = z - z.max(axis=axis, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=axis, keepdims=True))
