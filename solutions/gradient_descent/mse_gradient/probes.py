"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import numpy as np


def gradients(submission, b, w, x, y):
    """The values that the submission returns, as arrays; a single value comes back as it is."""
    returned = submission.mse_gradient(b, w, x, y)
    return [np.asarray(value) for value in returned] if isinstance(returned, (tuple, list, np.ndarray)) else returned


def inputs_afterwards(submission, b, w, x, y):
    """x and y as a call leaves them."""
    submission.mse_gradient(b, w, x, y)
    return [x, y]
