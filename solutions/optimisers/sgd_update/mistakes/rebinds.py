"""The caller's tensors do not move. `p = p - lr * p.grad` would look like this: it makes a new tensor and gives it the
local name `p`, and the caller's tensor never changes. Change it in place.

Cards: optimisers/update-in-place
"""

import torch


def sgd_update(params: list[torch.Tensor], lr: float) -> None:
    with torch.no_grad():
        for p in params:
            if p.grad is not None:
                p = p - lr * p.grad
