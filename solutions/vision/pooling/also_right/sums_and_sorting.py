"""The sum of a window is what four sums over corners leave of each other; the largest number is the first of a stable sort."""

import torch
import torch.nn.functional as F

Pair = tuple[int, int]


def max_pool2d(x: torch.Tensor, kernel: Pair, stride: Pair | None = None, padding: Pair = (0, 0)) -> torch.Tensor:
    rows, columns = kernel if stride is None else stride
    x = F.pad(x, (padding[1], padding[1], padding[0], padding[0]), value=torch.finfo(x.dtype).min)
    windows = x.unfold(2, kernel[0], rows).unfold(3, kernel[1], columns).flatten(-2)
    return torch.sort(windows, dim=-1, descending=True, stable=True).values[..., 0]


def avg_pool2d(x: torch.Tensor, kernel: Pair, stride: Pair | None = None, padding: Pair = (0, 0)) -> torch.Tensor:
    rows, columns = kernel if stride is None else stride
    height, width = kernel
    x = F.pad(x, (padding[1] + 1, padding[1], padding[0] + 1, padding[0]))
    sums = x.cumsum(2).cumsum(3)
    everywhere = sums[:, :, height:, width:] - sums[:, :, :-height, width:] - sums[:, :, height:, :-width] + sums[:, :, :-height, :-width]
    return everywhere[:, :, ::rows, ::columns] / (height * width)
