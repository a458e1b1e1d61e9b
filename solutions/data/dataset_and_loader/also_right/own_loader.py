"""A loader is any object that yields batches each time it is iterated; this one stacks the samples itself."""

import torch


class Rows:
    def __init__(self, x, y):
        self.tensors = (x, y)

    def __len__(self):
        return self.tensors[0].shape[0]

    def __getitem__(self, i):
        if not 0 <= i < len(self):
            raise IndexError(f"index {i} is out of range")
        return tuple(t[i] for t in self.tensors)


class Loader:
    def __init__(self, dataset, batch_size, order):
        self.dataset, self.batch_size, self.order = dataset, batch_size, order

    def __len__(self):
        return -(-len(self.dataset) // self.batch_size)

    def __iter__(self):
        for idx in self.order(len(self.dataset)).split(self.batch_size):
            yield [torch.stack(part) for part in zip(*(self.dataset[i] for i in idx.tolist()), strict=True)]


def make_loaders(train, val, batch_size):
    return Loader(train, batch_size, torch.randperm), Loader(val, batch_size, torch.arange)
