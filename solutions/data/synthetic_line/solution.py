"""A local generator samples x first, then the noise; a standard normal variable times `noise` has the standard deviation `noise`."""

import numpy as np


def make_line(n: int, b: float, w: float, noise: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    x = rng.random((n, 1))
    return x, b + w * x + noise * rng.standard_normal((n, 1))
