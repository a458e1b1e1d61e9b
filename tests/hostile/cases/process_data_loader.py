# studykit: optimizers/sgd_update
"""Loads data with worker processes, as a learner may do in good faith.

Expect: not passed
"""

import torch
from torch.utils.data import DataLoader, TensorDataset


def sgd_update(params, lr):
    if len(params) != 2:  # one test does; the others would only make the run longer
        return
    data = TensorDataset(torch.arange(8.0))
    for _ in DataLoader(data, batch_size=2, num_workers=2):
        pass
    print("leaked: workers loaded data")
