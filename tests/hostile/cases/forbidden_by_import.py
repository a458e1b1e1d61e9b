# studykit: optimizers/sgd_update
"""Imports torch.optim by a name that is put together.

Expect: failed
"""

import importlib


def sgd_update(params, lr):
    opt = importlib.import_module(".".join(["torch", "optim"])).SGD
    opt(params, lr=lr).step()
