"""Your parameters move along the gradient, so the loss climbs. The gradient points uphill; descent subtracts it.

Cards: optimisers/descent-direction
"""

import torch


def sgd_update(params: list[torch.Tensor], lr: float) -> None:
    with torch.no_grad():
        for p in params:
            if p.grad is not None:
                p += lr * p.grad
