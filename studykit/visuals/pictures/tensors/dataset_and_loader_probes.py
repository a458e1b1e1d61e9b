"""What a picture asks of a submission. Runs in the worker, beside it."""

import torch


def pieces(submission, x, y):
    """A number, a row of the data set, a batch of the loader, and two batches on top of each other."""
    rows = submission.Rows(x, y)
    loader, _ = submission.make_loaders(rows, rows, 4)
    batch, _ = next(iter(loader))
    return {"a scalar": x[0, 0], "a sample": rows[0][0], "a batch": batch, "two batches": torch.stack([batch, batch])}
