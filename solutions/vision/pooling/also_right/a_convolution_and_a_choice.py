"""The average is a convolution, channel by channel, with equal weights; the maximum is found without a graph and picked by index."""

import torch
import torch.nn.functional as F

Pair = tuple[int, int]


def max_pool2d(x: torch.Tensor, kernel: Pair, stride: Pair | None = None, padding: Pair = (0, 0)) -> torch.Tensor:
    stride = stride or kernel
    x = F.pad(x, (padding[1], padding[1], padding[0], padding[0]), value=float("-inf"))
    n, channels, height, width = x.shape
    columns = F.unfold(x.reshape(n * channels, 1, height, width), kernel, stride=stride)
    with torch.no_grad():
        where = columns.argmax(dim=1, keepdim=True)
    rows = (height - kernel[0]) // stride[0] + 1
    return columns.gather(1, where).reshape(n, channels, rows, -1)


def avg_pool2d(x: torch.Tensor, kernel: Pair, stride: Pair | None = None, padding: Pair = (0, 0)) -> torch.Tensor:
    channels = x.shape[1]
    equal = x.new_full((channels, 1, *kernel), 1 / (kernel[0] * kernel[1]))
    return F.conv2d(x, equal, stride=stride or kernel, padding=padding, groups=channels)
