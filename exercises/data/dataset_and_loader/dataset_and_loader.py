"""Rows in, batches out

Every training loop of PyTorch is fed by the same two things: a dataset, which knows single rows,
and a loader, which cuts them into batches. Built once by hand, they hold no secret.

Write the class `Rows(x, y)`, a dataset that pairs two tensors of the same length:

- `len(rows)` is the number of rows, `rows[i]` is the pair of row i, `(x[i], y[i])`.
- `x` and `y` may have any further axes and any dtype; rows come out as they went in, on the device
  they are on.
- A plain `for x_row, y_row in rows` gives each row once, in order, and ends: asking for a row
  behind the last one is an IndexError.

Write `make_loaders(train, val, batch_size)`. It takes two datasets (of any class with these two
methods) and returns `(train_loader, val_loader)`:

- In each epoch, each of them gives every row once, in batches of `batch_size`. The last batch holds
  what is left, and may be smaller. `len(loader)` is the number of batches.
- The training rows come in a new random order in each epoch. The validation rows come in order.

Example:

    rows = Rows(torch.tensor([[1.0], [2.0], [3.0]]), torch.tensor([10, 20, 30]))
    rows[1]                                        # (tensor([2.]), tensor(20))
    _, val_loader = make_loaders(rows, rows, batch_size=2)
    [y.tolist() for x, y in val_loader]            # [[10, 20], [30]]

`Dataset` and `DataLoader` are there to be used; `TensorDataset` is not.
"""

import torch
from torch.utils.data import DataLoader, Dataset


class Rows(Dataset):
    def __init__(self, x: torch.Tensor, y: torch.Tensor) -> None:
        raise NotImplementedError  # TODO: keep the tensors

    def __len__(self) -> int:
        raise NotImplementedError  # TODO: how many rows

    def __getitem__(self, i: int) -> tuple[torch.Tensor, torch.Tensor]:
        raise NotImplementedError  # TODO: one pair


def make_loaders(train: Dataset, val: Dataset, batch_size: int) -> tuple[DataLoader, DataLoader]:
    raise NotImplementedError  # TODO: one loader shuffles
