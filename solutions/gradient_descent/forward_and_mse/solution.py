"""Broadcasting gives one prediction per sample; the errors are squared first, then averaged."""

import numpy as np


def forward(b: np.ndarray, w: np.ndarray, x: np.ndarray) -> np.ndarray:
    return b + w * x


def mse(y_pred: np.ndarray, y: np.ndarray) -> float:
    return ((y_pred - y) ** 2).mean()
