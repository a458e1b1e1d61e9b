"""The formula of the task, directly: for each output position, the window of the image that the kernel covers."""

import torch
import torch.nn.functional as F

Pair = tuple[int, int]


def conv2d(
    x: torch.Tensor,
    weight: torch.Tensor,
    bias: torch.Tensor | None = None,
    stride: Pair = (1, 1),
    padding: Pair = (0, 0),
    dilation: Pair = (1, 1),
) -> torch.Tensor:
    c_out, _, kernel_h, kernel_w = weight.shape
    x = F.pad(x, (padding[1], padding[1], padding[0], padding[0]))
    height = (x.shape[2] - dilation[0] * (kernel_h - 1) - 1) // stride[0] + 1
    width = (x.shape[3] - dilation[1] * (kernel_w - 1) - 1) // stride[1] + 1
    positions = []
    for row in range(height):
        for column in range(width):
            top, left = row * stride[0], column * stride[1]
            bottom, right = top + dilation[0] * (kernel_h - 1) + 1, left + dilation[1] * (kernel_w - 1) + 1
            window = x[:, :, top : bottom : dilation[0], left : right : dilation[1]]
            positions.append((window[:, None] * weight).sum((2, 3, 4)))
    out = torch.stack(positions, dim=-1).reshape(len(x), c_out, height, width)
    return out if bias is None else out + bias.reshape(1, -1, 1, 1)
