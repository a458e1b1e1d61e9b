# studykit: optimizers/sgd_update
"""Leaves autograd switched off, and makes torch say that it is on.

Expect: failed
"""

import torch

torch.is_grad_enabled = lambda: True


def sgd_update(params, lr):
    torch.set_grad_enabled(False)
    for p in params:
        if p.grad is not None:
            p -= lr * p.grad
