"""`view(-1)` needs the entries in one row in memory. Those of a transposed tensor are not, and `clone()` keeps their order.
Walk over the indices of the copy instead, or make the copy contiguous.

Cards: autograd/one-entry-at-a-time
"""

from collections.abc import Callable

import torch


@torch.no_grad()
def numerical_gradients(f: Callable[[list[torch.Tensor]], torch.Tensor], params: list[torch.Tensor], h: float = 1e-6) -> list[torch.Tensor]:
    copies = [p.detach().double().clone() for p in params]
    gradients = []
    for copy in copies:
        gradient, flat = torch.zeros_like(copy), copy.view(-1)
        for i in range(flat.numel()):
            kept = flat[i].clone()
            flat[i] = kept + h
            up = f(copies).clone()
            flat[i] = kept - h
            down = f(copies).clone()
            flat[i] = kept
            gradient.view(-1)[i] = (up - down) / (2 * h)
        gradients.append(gradient)
    return gradients


def largest_error(f: Callable[[list[torch.Tensor]], torch.Tensor], params: list[torch.Tensor], gradients: list[torch.Tensor]) -> float:
    errors = []
    for known, given in zip(numerical_gradients(f, params), gradients, strict=True):
        given = given.detach().double()
        scale = torch.maximum(known.abs(), given.abs()).clamp(min=1.0)
        errors.append(((given - known).abs() / scale).max().item())
    return max(errors)
