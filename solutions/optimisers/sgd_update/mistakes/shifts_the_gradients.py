"""You collect the gradients that are there and then pair them with all parameters. Behind a parameter without a
gradient each one gets its neighbour's; where the shapes broadcast, nothing complains.

Cards: optimisers/no-gradient-no-step
"""

import torch


def sgd_update(params: list[torch.Tensor], lr: float) -> None:
    grads = [p.grad for p in params if p.grad is not None]
    with torch.no_grad():
        for p, g in zip(params, grads):
            p -= lr * g
