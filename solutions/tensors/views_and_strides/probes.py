"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch


def answer(submission, expression):
    """The answer for this expression."""
    return submission.SHARES_STORAGE.get(expression)


def strides(submission, shape):
    """The strides, and the names of the types of the result and its elements."""
    result = submission.contiguous_strides(tuple(shape))
    return {"strides": result, "types": sorted({type(result).__name__, *(type(s).__name__ for s in result)})}


def position(submission, *args):
    """The position in the storage."""
    return submission.storage_index(*args)


def view(submission, name, values, layout, *args):
    """The result for an input with these values that is stored in this way."""
    return getattr(submission, name)(stored(values, layout), *args).clone()


def view_of_changed_input(submission, name, values, later, layout, *args):
    """The result, read after other values were written into the input."""
    x = stored(values, layout)
    result = getattr(submission, name)(x, *args)
    x.copy_(later)
    return result.clone()


def stored(values, layout):
    """A tensor with these values: contiguous, transposed, or a slice of a larger tensor with every other element of the last dim."""
    if layout == "transposed":
        return values.mT.clone(memory_format=torch.contiguous_format).mT
    if layout == "sliced":
        *sizes, last = values.shape
        larger = torch.full((sizes[0] + 1, *sizes[1:], 2 * last + 3), -99, dtype=values.dtype, device=values.device)
        part = larger[1:, ..., 3::2]
        return part.copy_(values)
    return values.clone()
