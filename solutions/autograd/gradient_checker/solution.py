"""Float64 copies are perturbed entry by entry, and each entry is then restored to its exact value."""

from collections.abc import Callable

import numpy as np
import torch


@torch.no_grad()
def numerical_gradients(f: Callable[[list[torch.Tensor]], torch.Tensor], params: list[torch.Tensor], h: float = 1e-6) -> list[torch.Tensor]:
    copies = [p.double().clone() for p in params]
    gradients = [torch.empty_like(copy) for copy in copies]
    for copy, gradient in zip(copies, gradients):
        for i in np.ndindex(*copy.shape):
            original = copy[i].item()
            copy[i] = original + h
            up = f(copies).item()
            copy[i] = original - h
            down = f(copies).item()
            copy[i] = original
            gradient[i] = (up - down) / (2 * h)
    return gradients


def largest_error(f: Callable[[list[torch.Tensor]], torch.Tensor], params: list[torch.Tensor], gradients: list[torch.Tensor]) -> float:
    return max(worst_entry(g, n) for g, n in zip(gradients, numerical_gradients(f, params)))


def worst_entry(g: torch.Tensor, n: torch.Tensor) -> float:
    return ((g - n).abs() / torch.maximum(g.abs(), n.abs()).clamp(min=1)).max().item()
