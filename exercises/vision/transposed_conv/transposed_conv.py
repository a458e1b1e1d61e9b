"""The way back up, a transposed convolution

An encoder makes images smaller; whoever wants to draw must make them larger again, with weights that can be learned. Decoders of
autoencoders, U-Nets and many generators do it with this layer, and most errors in them are a size that is off by one.

Write two functions; all settings are pairs, for the **height** first and then for the width.

`conv_transpose2d(x, weight, bias=None, stride=(1, 1), padding=(0, 0), output_padding=(0, 0))`:

- `x`: (N, C_in, H, W). `weight`: (C_in, C_out, kh, kw), **input** channels first. `bias`: (C_out,) or None.
- Each number x[n, c, r, s] pours weight[c, o] · x[n, c, r, s] into the window of kh × kw whose top left corner is row r · stride, column
  s · stride. Where windows overlap, what was poured adds up; so do the input channels.
- The canvas for this has (H − 1) · stride + kh + output_padding rows, and columns likewise: what output_padding adds lies at the
  **bottom** and on the **right**. Then `padding` rows and columns are cut off on **every** side.
- H' = (H − 1) · stride − 2 · padding + kh + output_padding, and W' likewise. The bias is added everywhere.
- Returns (N, C_out, H', W') of x's dtype. Gradients reach x, weight and bias. What is passed in is not changed.

`extra_for(size, wanted, kernel, stride, padding)`: the output_padding, a pair of ints, with which an image of `size` (height, width)
becomes `wanted`. Each lies from 0 to stride − 1; where none does it, it raises ValueError.

Torch's own transposed convolutions and `fold` are not to be used.

Example:

    x = torch.tensor([[[[1.0, 2.0]]]])
    conv_transpose2d(x, torch.ones(1, 1, 1, 3), stride=(1, 2))      # [[[[1., 1., 3., 2., 2.]]]]
    extra_for((4, 4), (7, 8), (3, 3), (2, 2), (1, 1))               # (0, 1): a convolution makes 4 of 7 and of 8
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
    raise NotImplementedError  # TODO: a canvas, what is poured on it, and what is cut off


def extra_for(size: Pair, wanted: Pair, kernel: Pair, stride: Pair, padding: Pair) -> Pair:
    raise NotImplementedError  # TODO: what is missing to the wanted size
