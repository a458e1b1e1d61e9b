"""Seeds every generator, so that each probe call of a run can be made again with the same numbers."""

import random

import numpy as np
import torch


def seed_everything(seed: int, cuda: bool) -> None:
    """Seed every generator that a submission may draw from, so that a call can be replayed."""
    if cuda:
        torch.manual_seed(seed)
    else:
        torch.default_generator.manual_seed(seed)  # the former notes a traceback a device that never comes: a millisecond each
    np.random.seed(seed % 2**32)
    random.seed(seed)
