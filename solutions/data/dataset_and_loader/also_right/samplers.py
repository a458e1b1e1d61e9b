"""A sampler gives the order and a batch sampler the batches; `shuffle` and `batch_size` are shortcuts for the two."""

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
        DataLoader(dataset, batch_sampler=BatchSampler(sampler(dataset), batch_size, drop_last=False))
        for dataset, sampler in ((train, RandomSampler), (val, SequentialSampler))
    )
