"""Transposed convolution

Write a transposed convolution. It upsamples an image with trainable weights. Decoders of autoencoders, U-Nets and many generators use this
layer, and most errors in them are an output size that is off by one.

Write two functions; all arguments are pairs, for the **height** first and then for the width.

`conv_transpose2d(x, weight, bias=None, stride=(1, 1), padding=(0, 0), output_padding=(0, 0))`:

- `x`: (N, C_in, H, W). `weight`: (C_in, C_out, kh, kw), **input** channels first. `bias`: (C_out,) or None.
- Each value x[n, c, r, s] adds a scaled copy of the kernel, weight[c, o] · x[n, c, r, s], to the kh × kw window of the output whose top
  left corner is at row r · stride, column s · stride. Overlapping windows are summed, and so are the input channels.
- The output buffer has (H − 1) · stride + kh + output_padding rows, and columns likewise: output_padding adds rows at the **bottom** and
  columns on the **right**. Then `padding` rows and columns are removed on **every** side.
- H' = (H − 1) · stride − 2 · padding + kh + output_padding, and W' likewise. The bias is added at every position.
- Returns (N, C_out, H', W') of x's dtype. Gradients flow to x, weight and bias. The inputs are not changed.

`extra_for(size, wanted, kernel, stride, padding)`: the output_padding, a pair of ints, that gives the output size `wanted` for an input
of `size` (height, width). Each value is from 0 to stride − 1; if there is none, it raises ValueError.

Do not use torch's own transposed convolutions or `fold`.

Example:

    x = torch.tensor([[[[1.0, 2.0]]]])
    conv_transpose2d(x, torch.ones(1, 1, 1, 3), stride=(1, 2))      # [[[[1., 1., 3., 2., 2.]]]]
    extra_for((4, 4), (7, 8), (3, 3), (2, 2), (1, 1))               # (0, 1): a convolution reduces both 7 and 8 to 4
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
    raise NotImplementedError  # TODO: an output buffer, scaled copies of the kernel, and the padding to remove


def extra_for(size: Pair, wanted: Pair, kernel: Pair, stride: Pair, padding: Pair) -> Pair:
    raise NotImplementedError  # TODO: the difference to the wanted size
