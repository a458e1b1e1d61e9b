"""A parameter that took no part in the loss has `grad` None, and `lr * None` is a TypeError. Frozen or unused layers
make this common: skip such parameters.

Cards: optimisers/no-gradient-no-step
"""

import torch


def sgd_update(params: list[torch.Tensor], lr: float) -> None:
    with torch.no_grad():
        for p in params:
            p -= lr * p.grad
