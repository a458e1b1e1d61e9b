# studykit: optimizers/sgd_update
"""Makes the parameters tensors without ordinary numbers: on the meta device, sparse, quantised.

Expect: not passed
"""

import torch


def sgd_update(params, lr):
    for p in params:
        p.data = torch.empty(p.shape, device="meta")
