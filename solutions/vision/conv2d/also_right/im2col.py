"""im2col: every window becomes a column of a matrix, the filters are the h_idx of another; one matrix product does the convolution."""

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
    h_idx = torch.arange(height, device=x.device)[:, None] * stride[0] + torch.arange(kernel_h, device=x.device) * dilation[0]
    w_idx = torch.arange(width, device=x.device)[:, None] * stride[1] + torch.arange(kernel_w, device=x.device) * dilation[1]
    windows = x[:, :, h_idx[:, :, None, None], w_idx]
    matrix = windows.permute(0, 1, 3, 5, 2, 4).reshape(len(x), -1, height * width)
    out = (weight.reshape(c_out, -1) @ matrix).reshape(len(x), c_out, height, width)
    if bias is not None:
        out = out + bias.view(-1, 1, 1)
    return out
