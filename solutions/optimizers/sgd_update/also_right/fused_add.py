"""`add_` with `alpha` avoids a temporary tensor; the decorator `@torch.no_grad()` covers the whole function."""

import torch


@torch.no_grad()
def sgd_update(params: list[torch.Tensor], lr: float) -> None:
    for p in params:
        if p.grad is None:
            continue
        p.add_(p.grad, alpha=-lr)
