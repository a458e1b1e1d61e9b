"""The sum of a window comes from an integral image (cumulative sums); the maximum is the first element of a stable sort."""

import torch
import torch.nn.functional as F

Pair = tuple[int, int]


def max_pool2d(x: torch.Tensor, kernel: Pair, stride: Pair | None = None, padding: Pair = (0, 0)) -> torch.Tensor:
    stride_h, stride_w = kernel if stride is None else stride
    x = F.pad(x, (padding[1], padding[1], padding[0], padding[0]), value=torch.finfo(x.dtype).min)
    windows = x.unfold(2, kernel[0], stride_h).unfold(3, kernel[1], stride_w).flatten(-2)
    return torch.sort(windows, dim=-1, descending=True, stable=True).values[..., 0]


def avg_pool2d(x: torch.Tensor, kernel: Pair, stride: Pair | None = None, padding: Pair = (0, 0)) -> torch.Tensor:
    stride_h, stride_w = kernel if stride is None else stride
    height, width = kernel
    x = F.pad(x, (padding[1] + 1, padding[1], padding[0] + 1, padding[0]))
    integral = x.cumsum(2).cumsum(3)
    upper, lower = integral[:, :, :-height], integral[:, :, height:]
    window_sums = lower[..., width:] - upper[..., width:] - lower[..., :-width] + upper[..., :-width]
    return window_sums[:, :, ::stride_h, ::stride_w] / (height * width)
