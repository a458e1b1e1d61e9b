"""Records the loss on a grid of biases and weights, by the submission's own functions."""

import numpy as np

from studykit.visuals.data import notes_line


def test_the_loss_at_each_point_of_the_grid(probes, record):
    """`forward` and `mse` give a number for each bias and weight."""
    x, y, _, _ = notes_line()
    b, w = np.linspace(-1, 3, 81), np.linspace(-1, 4, 81)
    loss = probes.loss_on_grid(x, y, b, w)
    best = np.linalg.lstsq(np.hstack([np.ones_like(x), x]), y, rcond=None)[0].ravel()
    record(b=b, w=w, loss=np.asarray(loss, dtype=float).reshape(81, 81), least_squares=best)
