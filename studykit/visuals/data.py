"""The data set of the first exercises, for pictures whose numbers they print: 100 points of y = 1 + 2x, 80 of them for training."""

from typing import Any

Arrays = tuple[Any, Any, Any, Any]


def notes_line() -> Arrays:
    """x_train, y_train (80, 1) and x_val, y_val (20, 1), float64; the noise has a standard deviation of 0.1. Catalog 001-03, 001-04."""
    import numpy as np

    draw = np.random.RandomState(42)
    x = draw.rand(100, 1)
    y = 1 + 2 * x + 0.1 * draw.randn(100, 1)
    order = np.arange(100)
    draw.shuffle(order)
    train, validation = order[:80], order[80:]
    return x[train], y[train], x[validation], y[validation]


def notes_start() -> tuple[Any, Any]:
    """Bias and weight (1,) at which those exercises start: 0.4967 and -0.1383."""
    import numpy as np

    draw = np.random.RandomState(42)
    return draw.randn(1), draw.randn(1)
