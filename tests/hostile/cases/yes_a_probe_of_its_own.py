# studykit: optimizers/sgd_update
"""Returns something, and puts a probe of its own in the place of the one that would see it: it gives back what it was given.

Expect: failed
"""

import sys

import torch

sys.modules["probes"].output_of_a_layer = lambda submission, values, grads, lr, x: x


def sgd_update(params, lr):
    with torch.no_grad():
        for p in params:
            if p.grad is not None:
                p -= lr * p.grad
    return params
