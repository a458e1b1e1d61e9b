"""Zeros are inserted between the pixels, followed by an ordinary convolution with the flipped kernel."""

import torch
import torch.nn.functional as F

Pair = tuple[int, int]


def conv_transpose2d(
    x: torch.Tensor,
    weight: torch.Tensor,
    bias: torch.Tensor | None = None,
    stride: Pair = (1, 1),
    padding: Pair = (0, 0),
    output_padding: Pair = (0, 0),
) -> torch.Tensor:
    n, _, height, width = x.shape
    _, _, kernel_h, kernel_w = weight.shape
    dilated = x.new_zeros(n, x.shape[1], (height - 1) * stride[0] + 1, (width - 1) * stride[1] + 1)
    dilated[:, :, :: stride[0], :: stride[1]] = x
    top, left = kernel_h - 1 - padding[0], kernel_w - 1 - padding[1]
    padded = F.pad(dilated, (left, left + output_padding[1], top, top + output_padding[0]))
    return F.conv2d(padded, weight.transpose(0, 1).flip(2, 3), bias)


def extra_for(size: Pair, wanted: Pair, kernel: Pair, stride: Pair, padding: Pair) -> Pair:
    def missing(dim: int) -> int:
        for candidate in range(stride[dim]):
            if (wanted[dim] + 2 * padding[dim] - kernel[dim] - candidate) == (size[dim] - 1) * stride[dim]:
                return candidate
        raise ValueError(f"no output_padding gives {wanted[dim]} from {size[dim]}")

    return missing(0), missing(1)
