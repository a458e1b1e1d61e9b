"""Each kernel element multiplies a shifted slice of the padded image; the products are summed over channels and kernel indices."""

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
    out = x.new_zeros(len(x), c_out, height, width)
    for i in range(kernel_h):
        for j in range(kernel_w):
            top, left = i * dilation[0], j * dilation[1]
            h_idx = slice(top, top + stride[0] * height, stride[0])
            w_idx = slice(left, left + stride[1] * width, stride[1])
            out = out + torch.einsum("nchw,oc->nohw", x[:, :, h_idx, w_idx], weight[:, :, i, j])
    return out if bias is None else out + bias[:, None, None]
