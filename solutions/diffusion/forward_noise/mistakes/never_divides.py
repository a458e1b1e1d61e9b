"""On the way back you took the noise away, but the data is still shrunk by √ᾱ. Divide by it.

Cards: diffusion/start-from-noise
"""

import torch


def column(factors: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
    """One factor a sample, on the batch axis of x and in its precision."""
    return factors.to(x.dtype).reshape(-1, *[1] * (x.ndim - 1))


def add_noise(x: torch.Tensor, steps: torch.Tensor, noise: torch.Tensor, alpha_bars: torch.Tensor) -> torch.Tensor:
    bars = alpha_bars[steps]
    return column(bars.sqrt(), x) * x + column((1 - bars).sqrt(), x) * noise


def remove_noise(x: torch.Tensor, steps: torch.Tensor, noise: torch.Tensor, alpha_bars: torch.Tensor) -> torch.Tensor:
    bars = alpha_bars[steps]
    return (x - column((1 - bars).sqrt(), x) * noise)
