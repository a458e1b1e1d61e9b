"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import numpy as np


def path(submission, x, y, b, w, lr, n_epochs, batch_size, seed):
    """The path of one call."""
    return submission.descend(x, y, b, w, lr, n_epochs, batch_size, seed)


def paths_in_worlds(submission, x, y, b, w, lr, n_epochs, batch_size, seed, worlds):
    """The paths of several calls with one seed, NumPy's global generator in another state before each."""
    results = []
    for world in worlds:
        np.random.seed(world)
        results.append(submission.descend(x.copy(), y.copy(), b.copy(), w.copy(), lr, n_epochs, batch_size, seed))
    return results


def draws_afterwards(submission, x, y, b, w, lr, n_epochs, batch_size, seed, world):
    """What NumPy's global generator, seeded with `world` before the call, gives after it."""
    np.random.seed(world)
    submission.descend(x, y, b, w, lr, n_epochs, batch_size, seed)
    return np.random.rand(3)


def inputs_afterwards(submission, x, y, b, w, lr, n_epochs, batch_size, seed):
    """The caller's four arrays as a call leaves them."""
    submission.descend(x, y, b, w, lr, n_epochs, batch_size, seed)
    return [x, y, b, w]
