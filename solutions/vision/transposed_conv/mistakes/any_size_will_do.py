"""`extra_for` gives whatever is missing, also more than a stride and less than 0. From `stride` on another size of the input would be the
right one; torch refuses such an output_padding, and a negative one cuts.

Cards: vision/why-output-padding
"""

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
    canvas = x.new_zeros(n, c_out, full_height, full_width)
    for i in range(kernel_h):
        for j in range(kernel_w):
            poured = torch.einsum("nchw,co->nohw", x, weight[:, :, i, j])
            canvas[:, :, i : i + stride[0] * height : stride[0], j : j + stride[1] * width : stride[1]] += poured
    out = canvas[:, :, padding[0] : full_height - padding[0], padding[1] : full_width - padding[1]]
    return out if bias is None else out + bias[:, None, None]


def extra_for(size: Pair, wanted: Pair, kernel: Pair, stride: Pair, padding: Pair) -> Pair:
    extra = []
    for axis in (0, 1):
        without = (size[axis] - 1) * stride[axis] - 2 * padding[axis] + kernel[axis]
        missing = wanted[axis] - without
        extra.append(missing)
    return extra[0], extra[1]
