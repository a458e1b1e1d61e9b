"""The pixels are spread out with zeros between them, and an ordinary convolution with the kernel turned round runs over them."""

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
    spread = x.new_zeros(n, x.shape[1], (height - 1) * stride[0] + 1, (width - 1) * stride[1] + 1)
    spread[:, :, :: stride[0], :: stride[1]] = x
    top, left = kernel_h - 1 - padding[0], kernel_w - 1 - padding[1]
    framed = F.pad(spread, (left, left + output_padding[1], top, top + output_padding[0]))
    return F.conv2d(framed, weight.transpose(0, 1).flip(2, 3), bias)


def extra_for(size: Pair, wanted: Pair, kernel: Pair, stride: Pair, padding: Pair) -> Pair:
    def missing(axis: int) -> int:
        for candidate in range(stride[axis]):
            if (wanted[axis] + 2 * padding[axis] - kernel[axis] - candidate) == (size[axis] - 1) * stride[axis]:
                return candidate
        raise ValueError(f"no output_padding makes {wanted[axis]} of {size[axis]}")

    return missing(0), missing(1)
