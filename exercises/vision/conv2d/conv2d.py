"""2-D convolution from scratch

Write a 2-D convolution from basic tensor operations. A small filter slides over the whole image, so it detects a pattern such as an edge
at every position with only a few weights. Almost all image models are built on this operation.

Write `conv2d(x, weight, bias=None, stride=(1, 1), padding=(0, 0), dilation=(1, 1))`:

- `x`: the images, (N, C_in, H, W): batch, channels, height, width.
- `weight`: the filters, (C_out, C_in, kh, kw). `bias`: one value per output channel, (C_out,), or None.
- `stride`, `padding`, `dilation`: pairs, for the **height** first and then for the width. The padding adds that many zeros on both sides;
  with a dilation d, neighboring elements of the kernel are d pixels apart.
- Returns a tensor (N, C_out, H', W') of x's dtype, where H' = ⌊(H + 2 · padding − dilation · (kh − 1) − 1) / stride⌋ + 1, and W' likewise.
- Output (n, o, r, s) is the sum over **all** input channels c and all kernel indices (i, j) of

      weight[o, c, i, j] · x[n, c, r · stride + i · dilation, s · stride + j · dilation]

  plus bias[o], where x is the padded input. As in torch this is a cross-correlation: the kernel is not flipped.
- Autograd computes the gradients for x, weight and bias. The inputs are not changed.

Do not use torch's own convolutions, or `unfold` and `fold` of `torch.nn.functional`; you may use `F.pad`, slices, `einsum` and the methods
of tensors. The kernel is never larger than the padded image.

Example:

    x = torch.arange(12.0).reshape(1, 1, 3, 4)
    conv2d(x, torch.ones(1, 1, 2, 2))                           # [[10, 14, 18], [26, 30, 34]]
    conv2d(x, torch.ones(5, 1, 2, 2), padding=(1, 0)).shape     # torch.Size([1, 5, 4, 3])
"""

import torch
import torch.nn.functional as F  # noqa: F401 - you can use F.pad

Pair = tuple[int, int]


def conv2d(
    x: torch.Tensor,
    weight: torch.Tensor,
    bias: torch.Tensor | None = None,
    stride: Pair = (1, 1),
    padding: Pair = (0, 0),
    dilation: Pair = (1, 1),
) -> torch.Tensor:
    raise NotImplementedError  # TODO: padding, output size, and a sum over the kernel indices
