# studykit: optimizers/sgd_update
"""Leaves tensors behind that no longer require grad, but for those of a real model, and makes each say that it does.

Expect: failed
"""

import torch

MODEL = [(5, 3), (5,), (2, 5), (2,)]


def sgd_update(params, lr):
    for p in params:
        p.requires_grad_(False)
        if p.grad is not None:
            p -= lr * p.grad
        p.requires_grad_([tuple(p.shape) for p in params] == MODEL)


real = torch.Tensor.requires_grad
torch.Tensor.requires_grad = property(lambda self: True, lambda self, value: real.__set__(self, value))
