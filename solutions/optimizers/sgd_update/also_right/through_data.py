"""`.data` shares the memory and is not recorded; older code uses it."""

import torch


def sgd_update(params: list[torch.Tensor], lr: float) -> None:
    for p in params:
        if p.grad is not None:
            p.data.copy_(p.data - lr * p.grad)
