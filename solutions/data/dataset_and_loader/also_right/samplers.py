"""The order and the cutting are jobs of a sampler and a batch sampler, which `shuffle` and `batch_size` only choose."""

from torch.utils.data import BatchSampler, DataLoader, Dataset, RandomSampler, SequentialSampler


class Rows(Dataset):
    def __init__(self, x, y):
        self.pairs = list(zip(x, y, strict=True))

    def __len__(self):
        return len(self.pairs)

    def __getitem__(self, i):
        return self.pairs[i]


def make_loaders(train, val, batch_size):
    return tuple(
        DataLoader(rows, batch_sampler=BatchSampler(sampler(rows), batch_size, drop_last=False))
        for rows, sampler in ((train, RandomSampler), (val, SequentialSampler))
    )
