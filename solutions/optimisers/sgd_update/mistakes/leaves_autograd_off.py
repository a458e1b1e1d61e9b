"""`torch.set_grad_enabled(False)` as a line of its own stays in force after the function, so the next forward pass
records nothing and its backward fails. As a `with` block, like `torch.no_grad()`, it ends where the block ends.

Cards: autograd/bare-no-grad
"""

import torch


def sgd_update(params: list[torch.Tensor], lr: float) -> None:
    torch.set_grad_enabled(False)
    for p in params:
        if p.grad is not None:
            p -= lr * p.grad
