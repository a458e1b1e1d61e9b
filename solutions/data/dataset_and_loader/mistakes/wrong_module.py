"""There is no `torch.data`. Datasets and loaders live in `torch.utils.data`.

Cards: data/where-datasets-live
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


def make_loaders(train: Dataset, val: Dataset, batch_size: int) -> tuple[DataLoader, DataLoader]:
    return torch.data.DataLoader(train, batch_size=batch_size, shuffle=True), DataLoader(val, batch_size=batch_size)
