# studykit: optimizers/sgd_update
"""Replaces the methods of tensors that the codec uses.

Expect: not passed
"""

import torch

torch.Tensor.detach = lambda self: self
torch.Tensor.copy_ = lambda self, other: self
torch.Tensor.clone = lambda self: self


def sgd_update(params, lr):
    pass
