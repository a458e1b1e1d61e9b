"""Each kernel index gives a shifted slice of the image; sum and maximum accumulate over the slices. Of equal values the first wins."""

from collections.abc import Iterator

import torch

Pair = tuple[int, int]


def max_pool2d(x: torch.Tensor, kernel: Pair, stride: Pair | None = None, padding: Pair = (0, 0)) -> torch.Tensor:
    largest, *others = slices(x, kernel, stride or kernel, padding, -torch.inf)
    for values in others:
        largest = torch.where(values > largest, values, largest)
    return largest


def avg_pool2d(x: torch.Tensor, kernel: Pair, stride: Pair | None = None, padding: Pair = (0, 0)) -> torch.Tensor:
    return sum(slices(x, kernel, stride or kernel, padding, 0.0)) / (kernel[0] * kernel[1])


def slices(x: torch.Tensor, kernel: Pair, stride: Pair, padding: Pair, pad_value: float) -> Iterator[torch.Tensor]:
    n, channels, height, width = x.shape
    padded = x.new_full((n, channels, height + 2 * padding[0], width + 2 * padding[1]), pad_value)
    padded[:, :, padding[0] : padding[0] + height, padding[1] : padding[1] + width] = x
    out_height = (padded.shape[2] - kernel[0]) // stride[0] + 1
    out_width = (padded.shape[3] - kernel[1]) // stride[1] + 1
    for i in range(kernel[0]):
        for j in range(kernel[1]):
            yield padded[:, :, i : i + stride[0] * out_height : stride[0], j : j + stride[1] * out_width : stride[1]]
