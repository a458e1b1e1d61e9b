"""x and y are shuffled by two loaders, each in its own order, so x and y no longer belong together. Pair them first, then
shuffle the pairs.

Cards: data/one-order-for-both
"""

import torch
from torch.utils.data import DataLoader, Dataset


class Rows(Dataset):
    def __init__(self, x: torch.Tensor, y: torch.Tensor) -> None:
        self.x, self.y = x, y

    def __len__(self) -> int:
        return len(self.x)

    def __getitem__(self, i: int) -> tuple[torch.Tensor, torch.Tensor]:
        return self.x[i], self.y[i]


class Both:
    def __init__(self, xs, ys):
        self.xs, self.ys = xs, ys

    def __len__(self):
        return len(self.xs)

    def __iter__(self):
        return zip(self.xs, self.ys, strict=True)


def make_loaders(train: Dataset, val: Dataset, batch_size: int) -> tuple[DataLoader, DataLoader]:
    xs, ys = ([train[i][part] for i in range(len(train))] for part in (0, 1))
    apart = [DataLoader(part, batch_size=batch_size, shuffle=True) for part in (xs, ys)]
    return Both(*apart), DataLoader(val, batch_size=batch_size)
