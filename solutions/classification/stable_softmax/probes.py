"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import numpy as np


def of(submission, name, values):
    """What one of the functions gives; an overflow on the way is an error, the logarithm of 0 is none."""
    with strict():
        return getattr(submission, name)(values)


def along(submission, name, values, axis):
    """The same along an axis."""
    with strict():
        return getattr(submission, name)(values, axis=axis)


def there_and_back(submission, z):
    """The logit of the sigmoid."""
    with strict():
        return submission.logit(submission.sigmoid(z))


def afterwards(submission, name, values):
    """The argument as a call leaves it."""
    values = values.copy()
    with strict():
        getattr(submission, name)(values)
    return values


def strict():
    return np.errstate(over="raise", invalid="raise", divide="ignore", under="ignore")
