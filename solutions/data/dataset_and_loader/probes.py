"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import itertools

import torch


def row(submission, x, y, i):
    """The pair of row i."""
    return list(submission.Rows(x, y)[i])


def length(submission, x, y):
    """The length of the dataset."""
    return len(submission.Rows(x, y))


def iterated(submission, x, y):
    """What a plain loop over the dataset gives, as far as three rows too many."""
    return [list(pair) for pair in itertools.islice(submission.Rows(x, y), len(x) + 3)]


def epochs(submission, train, val, batch_size, count, world):
    """The batches of this many epochs of both loaders, the shared generator seeded before; datasets by the submission."""
    torch.manual_seed(world)
    train_loader, val_loader = submission.make_loaders(submission.Rows(*train), submission.Rows(*val), batch_size)
    return {"train": [batches(train_loader) for _ in range(count)], "val": [batches(val_loader) for _ in range(count)]}


def epochs_of_others(submission, train, val, batch_size):
    """The batches of one epoch of both loaders; datasets that are plain lists of pairs."""
    train_loader, val_loader = submission.make_loaders(*(list(zip(*part, strict=True)) for part in (train, val)), batch_size)
    return {"train": batches(train_loader), "val": batches(val_loader)}


def lengths(submission, train, val, batch_size):
    """How many batches each loader says that it has."""
    return [len(loader) for loader in submission.make_loaders(submission.Rows(*train), submission.Rows(*val), batch_size)]


def batches(loader):
    return [list(batch) for batch in loader]
