"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch


def kind(submission):
    """The name of the type of the predictions."""
    return type(submission.PREDICTIONS).__name__


def prediction(submission, letter):
    """One prediction as plain data: an exception by its name, a tensor as numbers, three dots, or none, as `open`."""
    return plain(submission.PREDICTIONS.get(letter, ...))


def plain(value):
    if value is ...:
        return "open"
    if isinstance(value, type) and issubclass(value, BaseException):
        return value.__name__
    return value.tolist() if isinstance(value, torch.Tensor) else value
