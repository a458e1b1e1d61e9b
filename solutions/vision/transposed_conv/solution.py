"""For each kernel index, add a scaled copy of the image to every stride-th row and column of the output buffer; then remove the padding."""

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
    for i in range(kernel_h):
        for j in range(kernel_w):
            scaled = torch.einsum("nchw,co->nohw", x, weight[:, :, i, j])
            full[:, :, i : i + stride[0] * height : stride[0], j : j + stride[1] * width : stride[1]] += scaled
    out = full[:, :, padding[0] : full_height - padding[0], padding[1] : full_width - padding[1]]
    return out if bias is None else out + bias[:, None, None]


def extra_for(size: Pair, wanted: Pair, kernel: Pair, stride: Pair, padding: Pair) -> Pair:
    extra = []
    for dim in (0, 1):
        without = (size[dim] - 1) * stride[dim] - 2 * padding[dim] + kernel[dim]
        missing = wanted[dim] - without
        if not 0 <= missing < stride[dim]:
            raise ValueError(f"no output_padding gives {wanted[dim]} from {size[dim]}")
        extra.append(missing)
    return extra[0], extra[1]
