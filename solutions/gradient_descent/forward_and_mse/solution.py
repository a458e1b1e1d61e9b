"""Broadcasting gives each row its prediction; squares first, then one mean over all of them."""

import numpy as np


def forward(b: np.ndarray, w: np.ndarray, x: np.ndarray) -> np.ndarray:
    return b + w * x


def mse(yhat: np.ndarray, y: np.ndarray) -> float:
    return ((yhat - y) ** 2).mean()
