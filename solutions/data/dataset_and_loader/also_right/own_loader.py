"""A loader is anything that gives batches each time it is iterated; this one stacks the rows itself."""

import torch


class Rows:
    def __init__(self, x, y):
        self.tensors = (x, y)

    def __len__(self):
        return self.tensors[0].shape[0]

    def __getitem__(self, i):
        if not 0 <= i < len(self):
            raise IndexError(f"there is no row {i}")
        return tuple(t[i] for t in self.tensors)


class Loader:
    def __init__(self, rows, batch_size, order):
        self.rows, self.batch_size, self.order = rows, batch_size, order

    def __len__(self):
        return -(-len(self.rows) // self.batch_size)

    def __iter__(self):
        for chosen in self.order(len(self.rows)).split(self.batch_size):
            yield [torch.stack(part) for part in zip(*(self.rows[i] for i in chosen.tolist()), strict=True)]


def make_loaders(train, val, batch_size):
    return Loader(train, batch_size, torch.randperm), Loader(val, batch_size, torch.arange)
