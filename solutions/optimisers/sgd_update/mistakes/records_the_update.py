"""The update runs while autograd records, and a leaf that requires grad must not change in place then. The update is
no part of what is differentiated: wrap it in `torch.no_grad()`.

Cards: autograd/in-place-leaf, optimisers/update-in-place
"""

import torch


def sgd_update(params: list[torch.Tensor], lr: float) -> None:
    for p in params:
        if p.grad is not None:
            p -= lr * p.grad
