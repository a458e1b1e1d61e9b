"""You take the number furthest from 0 of each window. Max pooling takes the largest: of −5 and 1 that is 1.

Cards: vision/max-pool-of-four
"""

import torch
import torch.nn.functional as F

Pair = tuple[int, int]


def max_pool2d(x: torch.Tensor, kernel: Pair, stride: Pair | None = None, padding: Pair = (0, 0)) -> torch.Tensor:
    found = windows(x, kernel, stride, padding, border=0.0).flatten(-2)
    return found.gather(-1, found.abs().argmax(dim=-1, keepdim=True)).squeeze(-1)


def avg_pool2d(x: torch.Tensor, kernel: Pair, stride: Pair | None = None, padding: Pair = (0, 0)) -> torch.Tensor:
    return windows(x, kernel, stride, padding, border=0.0).mean((-2, -1))


def windows(x: torch.Tensor, kernel: Pair, stride: Pair | None, padding: Pair, border: float) -> torch.Tensor:
    """All windows of x with its border, of shape (N, C, H', W', kh, kw)."""
    stride = stride or kernel
    x = F.pad(x, (padding[1], padding[1], padding[0], padding[0]), value=border)
    return x.unfold(2, kernel[0], stride[0]).unfold(3, kernel[1], stride[1])
