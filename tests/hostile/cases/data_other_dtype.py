# studykit: optimizers/sgd_update
"""Leaves right numbers in another precision.

Expect: failed
"""

import torch


def sgd_update(params, lr):
    for p in params:
        if p.grad is not None:
            p.data = (p.data.double() - lr * p.grad.double()).to(torch.bfloat16 if p.dtype == torch.float32 else torch.float32)
