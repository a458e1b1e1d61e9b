"""A residual block

A skip lets the gradient run past the layers, where no weight can shrink it. That is why nets could become a hundred layers deep; U-Nets
and transformers are built on the same sum.

Write the class `ResidualBlock(c_in, c_out, stride=1)`, an `nn.Module` for x of shape (N, c_in, H, W). With the branch

    conv1    convolution 3 × 3 from c_in to c_out channels, with the stride, padding 1, no bias
    norm1    batch norm
             ReLU
    conv2    convolution 3 × 3 from c_out to c_out channels, stride 1, padding 1, no bias
    norm2    batch norm

it computes **relu(branch(x) + skip(x))**:

- Where the branch keeps the shape, for c_in = c_out and stride 1, the skip is x itself: no weights.
- Otherwise it is `projection`, an `nn.Sequential` of a 1 × 1 convolution from c_in to c_out channels, with the stride, no bias, and a
  batch norm.
- The parts have these names, so the state_dict has the keys `conv1.weight`, `norm1.weight`, …, and only with a projection
  `projection.0.weight`, `projection.1.weight`, ….
- The batch norms are `nn.BatchNorm2d` with torch's eps and momentum.
- Gradients reach x along both ways. The tensor x is not changed.

The layers of `nn` may be used.

Example:

    ResidualBlock(4, 4)(torch.randn(2, 4, 7, 5)).shape              # torch.Size([2, 4, 7, 5])
    ResidualBlock(4, 6, stride=2)(torch.randn(2, 4, 7, 5)).shape    # torch.Size([2, 6, 4, 3])
"""

import torch
from torch import nn


class ResidualBlock(nn.Module):
    def __init__(self, c_in: int, c_out: int, stride: int = 1) -> None:
        super().__init__()
        raise NotImplementedError  # TODO: the branch, and a projection if one is needed

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError  # TODO: where is the sum?
