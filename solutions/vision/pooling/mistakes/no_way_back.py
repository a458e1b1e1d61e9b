"""The windows are made of `x.detach()`: the numbers are right, and no gradient finds its way back through them. The layers before would
learn nothing.

Cards: vision/gradient-of-max-pooling
"""

import math

import torch
import torch.nn.functional as F

Pair = tuple[int, int]


def max_pool2d(x: torch.Tensor, kernel: Pair, stride: Pair | None = None, padding: Pair = (0, 0)) -> torch.Tensor:
    return windows(x, kernel, stride, padding, border=-math.inf).flatten(-2).max(dim=-1).values


def avg_pool2d(x: torch.Tensor, kernel: Pair, stride: Pair | None = None, padding: Pair = (0, 0)) -> torch.Tensor:
    return windows(x, kernel, stride, padding, border=0.0).mean((-2, -1))


def windows(x: torch.Tensor, kernel: Pair, stride: Pair | None, padding: Pair, border: float) -> torch.Tensor:
    """All windows of x with its border, of shape (N, C, H', W', kh, kw)."""
    stride = stride or kernel
    x = F.pad(x.detach(), (padding[1], padding[1], padding[0], padding[0]), value=border)
    return x.unfold(2, kernel[0], stride[0]).unfold(3, kernel[1], stride[1])
