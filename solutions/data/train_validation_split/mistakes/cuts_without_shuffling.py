"""The rows are cut in the order in which they came. Data are often sorted, by time or by class: then validation
holds rows of a kind that training never saw. Shuffle the row numbers first.

Cards: data/slices-of-sorted-rows
"""


def split_and_scale(x, y, train_fraction, seed):
    n_train = int(train_fraction * len(x))
    mean, std = x[:n_train].mean(axis=0), x[:n_train].std(axis=0)
    return (x[:n_train] - mean) / std, y[:n_train], (x[n_train:] - mean) / std, y[n_train:]
