# studykit: optimizers/sgd_update
"""Asks torch for 4 GB at once.

Expect: out_of_memory
"""

import torch


def sgd_update(params, lr):
    return torch.zeros(10**9)
