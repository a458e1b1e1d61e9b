"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import numpy as np


def descend(submission, x, y, b, w, lr, n_epochs):
    """What `train` returns, as arrays; a single value comes back as it is."""
    returned = submission.train(x, y, b, w, lr, n_epochs)
    return [np.asarray(value) for value in returned] if isinstance(returned, (tuple, list)) else returned


def inputs_afterwards(submission, x, y, b, w, lr, n_epochs):
    """The caller's four arrays as a call leaves them."""
    submission.train(x, y, b, w, lr, n_epochs)
    return [x, y, b, w]
