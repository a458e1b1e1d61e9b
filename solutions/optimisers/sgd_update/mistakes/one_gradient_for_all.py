"""The first parameter's gradient moves all of them. The loss may still fall, but each parameter needs the slope of the
loss along itself: its own `p.grad`.

Cards: optimisers/descent-direction
"""

import torch


def sgd_update(params: list[torch.Tensor], lr: float) -> None:
    gradient = params[0].grad
    with torch.no_grad():
        for p in params:
            if p.grad is not None:
                p -= lr * gradient.mean()
