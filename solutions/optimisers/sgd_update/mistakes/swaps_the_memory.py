"""The values are right, but `p.data = ...` hangs a new piece of memory under the tensor. A view made earlier, such as
a flattened one, still shows the old values. Change the memory that is there.

Cards: optimisers/update-in-place
"""

import torch


def sgd_update(params: list[torch.Tensor], lr: float) -> None:
    for p in params:
        if p.grad is not None:
            p.data = p.data - lr * p.grad
