"""Your update also zeroes the gradients. That is `zero_grad`'s work: whoever still wants to read or to add up
gradients would lose them.

Cards: optimisers/clear-by-hand
"""

import torch


def sgd_update(params: list[torch.Tensor], lr: float) -> None:
    with torch.no_grad():
        for p in params:
            if p.grad is not None:
                p -= lr * p.grad
                p.grad.zero_()
