"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch
from torch.utils._python_dispatch import TorchDispatchMode


class Counting(TorchDispatchMode):
    """Counts the operations."""

    def __init__(self):
        super().__init__()
        self.count = 0

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        self.count += 1
        return func(*args, **(kwargs or {}))


def result(submission, name, *args):
    """What the function of this name returns."""
    return getattr(submission, name)(*copies(args)).clone()


def afterwards(submission, name, *args):
    """The arguments after the call."""
    mine = copies(args)
    getattr(submission, name)(*mine)
    return mine


def crop_of_changed_images(submission, images, later, *window):
    """The crop of the images, read after other values were written into the images."""
    mine = images.clone()
    out = submission.crop(mine, *window)
    mine.copy_(later)
    return out.clone()


def with_default_device(submission, name, place, *args):
    """The result, while tensors that are created without a device are placed elsewhere; and the type of its device."""
    with torch.device(place):
        out = getattr(submission, name)(*copies(args))
    return {"device": out.device.type, "values": None if out.is_meta else out.clone()}


def operations(submission, name, *args):
    """The number of operations of one call."""
    with Counting() as counting:
        getattr(submission, name)(*copies(args))
    return counting.count


def copies(args):
    return [a.clone() if isinstance(a, torch.Tensor) else a for a in args]
