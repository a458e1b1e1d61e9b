"""The result is right but has no graph: `detach()` or `no_grad` keeps gradients from x and from the noise.

Cards: autograd/detach-shares
"""

import torch


def column(factors: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
    """One factor a sample, on the batch axis of x and in its precision."""
    return factors.to(x.dtype).reshape(-1, *[1] * (x.ndim - 1))


def add_noise(x: torch.Tensor, steps: torch.Tensor, noise: torch.Tensor, alpha_bars: torch.Tensor) -> torch.Tensor:
    bars = alpha_bars[steps]
    return (column(bars.sqrt(), x) * x + column((1 - bars).sqrt(), x) * noise).detach()


def remove_noise(x: torch.Tensor, steps: torch.Tensor, noise: torch.Tensor, alpha_bars: torch.Tensor) -> torch.Tensor:
    bars = alpha_bars[steps]
    return ((x - column((1 - bars).sqrt(), x) * noise) / column(bars.sqrt(), x)).detach()
