"""`reshape(-1)` gives a view where it can, and a copy where it cannot, as for a transposed tensor. You then nudge that copy,
f never sees it, and all slopes are 0. Walk over the indices of the tensor that f gets, or make it contiguous first.

Cards: autograd/one-entry-at-a-time
"""

from collections.abc import Callable

import torch


@torch.no_grad()
def numerical_gradients(f: Callable[[list[torch.Tensor]], torch.Tensor], params: list[torch.Tensor], h: float = 1e-6) -> list[torch.Tensor]:
    copies = [p.detach().double().clone() for p in params]
    gradients = []
    for copy in copies:
        flat = copy.reshape(-1)
        gradient = torch.zeros_like(flat)
        for i in range(flat.numel()):
            kept = flat[i].clone()
            flat[i] = kept + h
            up = f(copies).clone()
            flat[i] = kept - h
            down = f(copies).clone()
            flat[i] = kept
            gradient[i] = (up - down) / (2 * h)
        gradients.append(gradient.reshape(copy.shape))
    return gradients


def largest_error(f: Callable[[list[torch.Tensor]], torch.Tensor], params: list[torch.Tensor], gradients: list[torch.Tensor]) -> float:
    errors = []
    for known, given in zip(numerical_gradients(f, params), gradients, strict=True):
        given = given.detach().double()
        scale = torch.maximum(known.abs(), given.abs()).clamp(min=1.0)
        errors.append(((given - known).abs() / scale).max().item())
    return max(errors)
