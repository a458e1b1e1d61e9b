"""`inference_mode` also disables recording, and `out=` writes into the existing memory."""

import torch


def sgd_update(params: list[torch.Tensor], lr: float) -> None:
    with torch.inference_mode():
        for p in filter(lambda p: p.grad is not None, params):
            torch.sub(p, p.grad, alpha=lr, out=p)
