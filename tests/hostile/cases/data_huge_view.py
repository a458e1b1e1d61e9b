# studykit: optimizers/sgd_update
"""Makes each parameter a view of 2**40 numbers that takes no memory until somebody copies it.

Expect: not passed
"""

import torch


def sgd_update(params, lr):
    for p in params:
        p.data = torch.zeros(1).expand(2**40)
