"""A convolution by hand

One small filter slides over the whole image, so an edge is found wherever it is, with a handful of weights. Nearly everything that sees
is built on this.

Write `conv2d(x, weight, bias=None, stride=(1, 1), padding=(0, 0), dilation=(1, 1))`:

- `x`: the images, (N, C_in, H, W): batch, channels, height, width.
- `weight`: the filters, (C_out, C_in, kh, kw). `bias`: one number for each output channel, (C_out,), or None.
- `stride`, `padding`, `dilation`: pairs, for the **height** first and then for the width. The padding is a border of so many zeros on
  either side; with a dilation d, neighbouring places of the kernel lie d pixels apart.
- Returns a tensor (N, C_out, H', W') of x's dtype, where H' = ⌊(H + 2 · padding − dilation · (kh − 1) − 1) / stride⌋ + 1, and W' likewise.
- Output (n, o, r, s) is the sum over **all** input channels c and all places (i, j) of the kernel of

      weight[o, c, i, j] · x[n, c, r · stride + i · dilation, s · stride + j · dilation]

  plus bias[o], where x is padded. The kernel is not flipped.
- Gradients reach x, weight and bias by autograd. The tensors that are passed in are not changed.

Torch's own convolutions, `unfold` and `fold` of `torch.nn.functional` are not to be used; `F.pad`, slices, `einsum` and the methods of
tensors are free. The kernel never is larger than the image with its border.

Example:

    x = torch.arange(12.0).reshape(1, 1, 3, 4)
    conv2d(x, torch.ones(1, 1, 2, 2))                           # [[10, 14, 18], [26, 30, 34]]
    conv2d(x, torch.ones(5, 1, 2, 2), padding=(1, 0)).shape     # torch.Size([1, 5, 4, 3])
"""

import torch
import torch.nn.functional as F  # noqa: F401 - F.pad may serve

Pair = tuple[int, int]


def conv2d(
    x: torch.Tensor,
    weight: torch.Tensor,
    bias: torch.Tensor | None = None,
    stride: Pair = (1, 1),
    padding: Pair = (0, 0),
    dilation: Pair = (1, 1),
) -> torch.Tensor:
    raise NotImplementedError  # TODO: the border, the output's size, and a sum over the places of the kernel
