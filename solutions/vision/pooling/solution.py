"""All windows as a view; `max` with a dim selects one element of each window, so only this element gets the gradient."""

import math

import torch
import torch.nn.functional as F

Pair = tuple[int, int]


def max_pool2d(x: torch.Tensor, kernel: Pair, stride: Pair | None = None, padding: Pair = (0, 0)) -> torch.Tensor:
    return windows(x, kernel, stride, padding, pad_value=-math.inf).flatten(-2).max(dim=-1).values


def avg_pool2d(x: torch.Tensor, kernel: Pair, stride: Pair | None = None, padding: Pair = (0, 0)) -> torch.Tensor:
    return windows(x, kernel, stride, padding, pad_value=0.0).mean((-2, -1))


def windows(x: torch.Tensor, kernel: Pair, stride: Pair | None, padding: Pair, pad_value: float) -> torch.Tensor:
    """All windows of the padded x, of shape (N, C, H', W', kh, kw)."""
    stride = stride or kernel
    x = F.pad(x, (padding[1], padding[1], padding[0], padding[0]), value=pad_value)
    return x.unfold(2, kernel[0], stride[0]).unfold(3, kernel[1], stride[1])
