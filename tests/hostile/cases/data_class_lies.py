# studykit: optimizers/zero_grad
"""Returns an object that says it is a float, a list and a tensor, as one asks.

Expect: not passed
"""

import torch


class Anything:
    kinds = iter([float, list, torch.Tensor, int, str] * 1000)
    __class__ = property(lambda self: next(self.kinds))


def answer():
    return Anything()


def train(model, optimizer, loss_fn, batches, epochs):
    return answer()
