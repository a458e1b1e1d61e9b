"""Records 200 updates of the submission with batches of 80, 16 and 1 rows."""

import numpy as np

from studykit.visuals.data import notes_line, notes_start

SIZES, N_UPDATES, LR = [80, 16, 1], 200, 0.1


def test_a_path_for_each_batch_size(probes, record):
    """`descend` gives a bias and a weight for each update."""
    x, y, _, _ = notes_line()
    b, w = notes_start()
    paths = []
    for size in SIZES:
        n_epochs = -(-N_UPDATES * size // len(x))
        path = np.asarray(probes.path(x, y, b, w, LR, n_epochs, size, 13), dtype=float)
        paths.append(path[: N_UPDATES + 1])
    grid_b, grid_w = np.linspace(0, 2.5, 61), np.linspace(-0.5, 3, 61)
    loss = ((grid_b[None, :, None] + grid_w[:, None, None] * x.ravel() - y.ravel()) ** 2).mean(-1)
    best = np.linalg.lstsq(np.hstack([np.ones_like(x), x]), y, rcond=None)[0].ravel()
    record(sizes=SIZES, paths=paths, b=grid_b, w=grid_w, loss=loss, least_squares=best)
