"""The average is a depthwise convolution with equal weights; the argmax is computed without a graph and the maximum gathered by index."""

import torch
import torch.nn.functional as F

Pair = tuple[int, int]


def max_pool2d(x: torch.Tensor, kernel: Pair, stride: Pair | None = None, padding: Pair = (0, 0)) -> torch.Tensor:
    stride = stride or kernel
    x = F.pad(x, (padding[1], padding[1], padding[0], padding[0]), value=float("-inf"))
    n, channels, height, width = x.shape
    windows = F.unfold(x.reshape(n * channels, 1, height, width), kernel, stride=stride)
    with torch.no_grad():
        max_idx = windows.argmax(dim=1, keepdim=True)
    out_height = (height - kernel[0]) // stride[0] + 1
    return windows.gather(1, max_idx).reshape(n, channels, out_height, -1)


def avg_pool2d(x: torch.Tensor, kernel: Pair, stride: Pair | None = None, padding: Pair = (0, 0)) -> torch.Tensor:
    channels = x.shape[1]
    weight = x.new_full((channels, 1, *kernel), 1 / (kernel[0] * kernel[1]))
    return F.conv2d(x, weight, stride=stride or kernel, padding=padding, groups=channels)
