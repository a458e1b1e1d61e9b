# studykit: data/train_validation_split
"""Returns parts without a single row, in which every row is right.

Expect: failed
"""


def split_and_scale(x, y, train_fraction, seed):
    return x[:0], y[:0], x[:0], y[:0]
