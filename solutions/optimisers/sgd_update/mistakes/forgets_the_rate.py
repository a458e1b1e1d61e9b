"""Your step is the whole gradient: `lr` is never used. The learning rate is what keeps the steps small enough not to
jump over the valley.

Cards: optimisers/step-size
"""

import torch


def sgd_update(params: list[torch.Tensor], lr: float) -> None:
    with torch.no_grad():
        for p in params:
            if p.grad is not None:
                p -= p.grad
