"""`x *= …` writes into the caller's data: the next time it comes, it is noisy already. Make a new tensor.

Cards: optimisers/update-in-place
"""

import torch


def column(factors: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
    """One factor a sample, on the batch axis of x and in its precision."""
    return factors.to(x.dtype).reshape(-1, *[1] * (x.ndim - 1))


def add_noise(x: torch.Tensor, steps: torch.Tensor, noise: torch.Tensor, alpha_bars: torch.Tensor) -> torch.Tensor:
    bars = alpha_bars[steps]
    with torch.no_grad():
        x *= column(bars.sqrt(), x)
    return x + column((1 - bars).sqrt(), x) * noise


def remove_noise(x: torch.Tensor, steps: torch.Tensor, noise: torch.Tensor, alpha_bars: torch.Tensor) -> torch.Tensor:
    bars = alpha_bars[steps]
    return (x - column((1 - bars).sqrt(), x) * noise) / column(bars.sqrt(), x)
