"""Directly as in the task: each pixel adds its scaled kernel, and the padding is removed at the end."""

import torch

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
    _, c_out, kernel_h, kernel_w = weight.shape
    full_height = (height - 1) * stride[0] + kernel_h + output_padding[0]
    full_width = (width - 1) * stride[1] + kernel_w + output_padding[1]
    full = x.new_zeros(n, c_out, full_height, full_width)
    for r in range(height):
        for s in range(width):
            top, left = r * stride[0], s * stride[1]
            scaled = torch.tensordot(x[:, :, r, s], weight, dims=1)
            full[:, :, top : top + kernel_h, left : left + kernel_w] += scaled
    out = full[:, :, padding[0] : full_height - padding[0], padding[1] : full_width - padding[1]]
    if bias is None:
        return out
    return out + bias.view(-1, 1, 1)


def extra_for(size: Pair, wanted: Pair, kernel: Pair, stride: Pair, padding: Pair) -> Pair:
    smallest = [(s - 1) * d - 2 * p + k for s, k, d, p in zip(size, kernel, stride, padding, strict=True)]
    height, width = (w - s for w, s in zip(wanted, smallest, strict=True))
    if height not in range(stride[0]) or width not in range(stride[1]):
        raise ValueError(f"{size} does not become {wanted}")
    return height, width
