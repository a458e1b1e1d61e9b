"""Dataset and DataLoader

Write a dataset class and the loaders for training and validation. Every PyTorch training loop reads
its data through these two: a dataset returns single samples, a loader groups them into batches.

Write the class `Rows(x, y)`, a dataset of the pairs of two tensors that have the same length:

- `len(dataset)` is the number of samples, `dataset[i]` is the pair `(x[i], y[i])`.
- `x` and `y` may have any further dimensions and any dtype. Samples keep their shape, dtype and
  device.
- The loop `for x_i, y_i in dataset` yields each sample once, in order, and then stops: an index past
  the last sample raises an IndexError.

Write `make_loaders(train, val, batch_size)`. It takes two datasets (of any class with these two
methods) and returns `(train_loader, val_loader)`:

- In each epoch, each loader yields every sample once, in batches of `batch_size`. The last batch
  contains the remaining samples, and may be smaller. `len(loader)` is the number of batches.
- The training samples are shuffled again in each epoch. The validation samples come in order.

Example:

    dataset = Rows(torch.tensor([[1.0], [2.0], [3.0]]), torch.tensor([10, 20, 30]))
    dataset[1]                                     # (tensor([2.]), tensor(20))
    _, val_loader = make_loaders(dataset, dataset, batch_size=2)
    [y.tolist() for x, y in val_loader]            # [[10, 20], [30]]

Use `Dataset` and `DataLoader`; `TensorDataset` is not allowed.
"""

import torch
from torch.utils.data import DataLoader, Dataset


class Rows(Dataset):
    def __init__(self, x: torch.Tensor, y: torch.Tensor) -> None:
        raise NotImplementedError  # TODO: store the tensors

    def __len__(self) -> int:
        raise NotImplementedError  # TODO: the number of samples

    def __getitem__(self, i: int) -> tuple[torch.Tensor, torch.Tensor]:
        raise NotImplementedError  # TODO: the pair of sample i


def make_loaders(train: Dataset, val: Dataset, batch_size: int) -> tuple[DataLoader, DataLoader]:
    raise NotImplementedError  # TODO: only one of the loaders shuffles
