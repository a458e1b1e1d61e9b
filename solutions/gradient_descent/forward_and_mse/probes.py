"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import numpy as np


def predictions(submission, b, w, x):
    """What `forward` returns."""
    return submission.forward(b, w, x)


def loss(submission, y_pred, y):
    """What `mse` returns; a number of NumPy as an array without axes."""
    returned = submission.mse(y_pred, y)
    return np.asarray(returned) if isinstance(returned, (int, float, np.ndarray, np.generic)) else returned


def loss_of_the_line(submission, b, w, x, y):
    """`mse` of what `forward` predicts."""
    return np.asarray(submission.mse(submission.forward(b, w, x), y))


def inputs_afterwards(submission, b, w, x, y):
    """The caller's arrays as a call of each function leaves them."""
    y_pred = np.array(y[::-1]) + 1.5
    kept = y_pred.copy()
    submission.forward(b, w, x)
    submission.mse(y_pred, y)
    return [b, w, x, y, y_pred - kept]
