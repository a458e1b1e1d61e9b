"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import itertools

import torch


def row(submission, x, y, i):
    """The pair of sample i."""
    return list(submission.Rows(x, y)[i])


def length(submission, x, y):
    """The length of the dataset."""
    return len(submission.Rows(x, y))


def row_elsewhere(submission, n, place):
    """The devices of a pair whose tensors are on another device."""
    dataset = submission.Rows(torch.zeros(n, 2, device=place), torch.zeros(n, device=place))
    return [part.device.type for part in dataset[n - 1]]


def past_the_end(submission, x, y, i):
    """The name of the error that an index past the end raises, None if it raises none."""
    try:
        submission.Rows(x, y)[i]
    except Exception as raised:  # noqa: BLE001 - whatever was raised, its name is the answer
        return type(raised).__name__
    return None


def iterated(submission, x, y):
    """What a plain loop over the dataset gives, up to three samples too many."""
    return [list(pair) for pair in itertools.islice(submission.Rows(x, y), len(x) + 3)]


def epochs(submission, train, val, batch_size, count, world):
    """The batches of this many epochs of both loaders, the shared generator seeded before; datasets by the submission."""
    torch.manual_seed(world)
    train_loader, val_loader = submission.make_loaders(submission.Rows(*train), submission.Rows(*val), batch_size)
    return {"train": [batches(train_loader) for _ in range(count)], "val": [batches(val_loader) for _ in range(count)]}


def orders(submission, train, val, batch_size, count, world):
    """The targets of this many epochs of the training loader, in their order, the shared generator seeded before."""
    torch.manual_seed(world)
    loader, _ = submission.make_loaders(submission.Rows(*train), submission.Rows(*val), batch_size)
    return [[target for _, y in loader for target in y.tolist()] for _ in range(count)]


class Pairs:
    """A dataset of another class, with a length and an index and nothing more."""

    def __init__(self, inputs, targets):
        self._inputs, self._targets = inputs, targets

    def __len__(self):
        return len(self._inputs)

    def __getitem__(self, i):
        return self._inputs[i], self._targets[i]


def epochs_of_others(submission, train, val, batch_size):
    """The batches of one epoch of both loaders; datasets of another class."""
    train_loader, val_loader = submission.make_loaders(Pairs(*train), Pairs(*val), batch_size)
    return {"train": batches(train_loader), "val": batches(val_loader)}


def lengths(submission, train, val, batch_size):
    """How many batches each loader says that it has."""
    return [len(loader) for loader in submission.make_loaders(submission.Rows(*train), submission.Rows(*val), batch_size)]


def batches(loader):
    return [list(batch) for batch in loader]
