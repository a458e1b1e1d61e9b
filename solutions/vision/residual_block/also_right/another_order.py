"""The projection is registered first, the ReLU is a layer, and the stride of the projection is done by slicing its input."""

import torch
from torch import nn


class ResidualBlock(nn.Module):
    def __init__(self, c_in: int, c_out: int, stride: int = 1) -> None:
        super().__init__()
        self.stride = stride
        self.is_plain = stride == 1 and c_in == c_out
        if not self.is_plain:
            self.projection = nn.Sequential(nn.Conv2d(c_in, c_out, kernel_size=1, bias=False), nn.BatchNorm2d(c_out))
        self.norm2, self.norm1 = nn.BatchNorm2d(c_out), nn.BatchNorm2d(c_out)
        self.conv2 = nn.Conv2d(c_out, c_out, kernel_size=3, padding="same", bias=False)
        self.conv1 = nn.Conv2d(c_in, c_out, kernel_size=3, stride=stride, padding=1, bias=False)
        self.activation = nn.ReLU()

    def branch(self, x: torch.Tensor) -> torch.Tensor:
        for layer in (self.conv1, self.norm1, self.activation, self.conv2, self.norm2):
            x = layer(x)
        return x

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        shortcut = x if self.is_plain else self.projection(x[:, :, :: self.stride, :: self.stride])
        return self.activation(torch.add(shortcut, self.branch(x)))
