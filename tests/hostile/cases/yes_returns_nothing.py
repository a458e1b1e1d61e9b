# studykit: optimizers/sgd_update
"""Returns something, and makes the probe answer that it was nothing.

Expect: failed
"""

import sys

import torch

probes = sys.modules["probes"]
one_update = probes.one_update
probes.one_update = lambda *args, **options: {**one_update(*args, **options), "returned_nothing": True}


def sgd_update(params, lr):
    with torch.no_grad():
        for p in params:
            if p.grad is not None:
                p -= lr * p.grad
    return params
