# studykit: optimizers/sgd_update
"""Fills memory with small tensors, up to 3 GiB.

Expect: out_of_memory
"""

import torch


def sgd_update(params, lr):
    return [torch.ones(2**18) for _ in range(3000)]
