"""Residual block (ResNet)

Write the basic residual block of a ResNet. Its skip connection gives the gradient a path around the layers, where no weight can shrink it.
This made networks with a hundred layers trainable; transformers and many U-Nets use the same connection.

Write the class `ResidualBlock(c_in, c_out, stride=1)`, an `nn.Module` for x of shape (N, c_in, H, W). With the branch

    conv1    convolution 3 × 3 from c_in to c_out channels, with the stride, padding 1, no bias
    norm1    batch norm
             ReLU
    conv2    convolution 3 × 3 from c_out to c_out channels, stride 1, padding 1, no bias
    norm2    batch norm

it computes **relu(branch(x) + shortcut(x))**:

- If the branch keeps the shape, for c_in = c_out and stride 1, the shortcut is x itself, without parameters.
- Otherwise it is `projection`, an `nn.Sequential` of a 1 × 1 convolution from c_in to c_out channels, with the stride, no bias, and a
  batch norm.
- The submodules have these names, so the state_dict has the keys `conv1.weight`, `norm1.weight`, …, and only with a projection
  `projection.0.weight`, `projection.1.weight`, ….
- The batch norms are `nn.BatchNorm2d` with torch's default eps and momentum.
- Gradients flow to x through the branch and through the shortcut. The tensor x is not changed.

You may use the layers of `nn`.

Example:

    ResidualBlock(4, 4)(torch.randn(2, 4, 7, 5)).shape              # torch.Size([2, 4, 7, 5])
    ResidualBlock(4, 6, stride=2)(torch.randn(2, 4, 7, 5)).shape    # torch.Size([2, 6, 4, 3])
"""

import torch
from torch import nn


class ResidualBlock(nn.Module):
    def __init__(self, c_in: int, c_out: int, stride: int = 1) -> None:
        super().__init__()
        raise NotImplementedError  # TODO: the branch, and a projection if the shape changes

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError  # TODO: where is the shortcut added?
