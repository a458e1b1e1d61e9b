"""Each place of the kernel sees a shifted part of the image; sums and maxima grow place by place. A later equal number does not win."""

from collections.abc import Iterator

import torch

Pair = tuple[int, int]


def max_pool2d(x: torch.Tensor, kernel: Pair, stride: Pair | None = None, padding: Pair = (0, 0)) -> torch.Tensor:
    largest, *others = parts(x, kernel, stride or kernel, padding, -torch.inf)
    for part in others:
        largest = torch.where(part > largest, part, largest)
    return largest


def avg_pool2d(x: torch.Tensor, kernel: Pair, stride: Pair | None = None, padding: Pair = (0, 0)) -> torch.Tensor:
    return sum(parts(x, kernel, stride or kernel, padding, 0.0)) / (kernel[0] * kernel[1])


def parts(x: torch.Tensor, kernel: Pair, stride: Pair, padding: Pair, border: float) -> Iterator[torch.Tensor]:
    n, channels, height, width = x.shape
    framed = x.new_full((n, channels, height + 2 * padding[0], width + 2 * padding[1]), border)
    framed[:, :, padding[0] : padding[0] + height, padding[1] : padding[1] + width] = x
    rows = (framed.shape[2] - kernel[0]) // stride[0] + 1
    columns = (framed.shape[3] - kernel[1]) // stride[1] + 1
    for i in range(kernel[0]):
        for j in range(kernel[1]):
            yield framed[:, :, i : i + stride[0] * rows : stride[0], j : j + stride[1] * columns : stride[1]]
