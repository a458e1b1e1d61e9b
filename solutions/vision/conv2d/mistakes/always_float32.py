"""Your result is made by `torch.zeros` without a dtype and filled in place: it is float32 whatever came in, and half of the digits of a
float64 are lost. `x.new_zeros(...)` takes dtype and device from x.

Cards: vision/axes-order
"""

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
    out = torch.zeros(len(x), c_out, height, width, device=x.device)
    for i in range(kernel_h):
        for j in range(kernel_w):
            top, left = i * dilation[0], j * dilation[1]
            rows = slice(top, top + stride[0] * height, stride[0])
            columns = slice(left, left + stride[1] * width, stride[1])
            out[:] = out + torch.einsum("nchw,oc->nohw", x[:, :, rows, columns], weight[:, :, i, j])
    return out if bias is None else out + bias[:, None, None]
