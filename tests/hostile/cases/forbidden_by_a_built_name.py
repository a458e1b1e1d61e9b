# studykit: optimizers/sgd_update
"""Gets at torch.optim by a name that stands nowhere in the file.

Expect: failed
"""

import torch


def sgd_update(params, lr):
    opt = getattr(torch, "op" + "tim").SGD
    opt(params, lr=lr).step()
