"""What a picture asks of a submission. Runs in the worker, beside it."""

import numpy as np


def end(submission, x, y, b, w, lr, n_epochs):
    """[bias, weight] after all epochs."""
    return [float(np.asarray(value).ravel()[0]) for value in submission.train(x, y, b, w, lr, n_epochs)]
