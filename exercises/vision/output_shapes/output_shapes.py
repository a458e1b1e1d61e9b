"""Output shapes through a CNN

Fix this file. Most errors in image models are shape errors: dims in the wrong order, or a linear layer for another image size. If you can
work out the shape after each layer by hand, you will spot these errors immediately.

Requirements:

- `output_size(size, kernel, stride, padding, dilation)`: height and width, two ints, after a convolution or a pooling with these
  arguments. All are pairs, for the height first and then for the width; the result is that of torch's own layers for all arguments.
- `to_batch(images)`: converts a list of N images, each (H, W, C) with values from 0 to 255 (uint8), as image files and matplotlib have
  them, to the batch that torch's layers need: float32, (N, C, H, W), from 0 to 1. Each pixel keeps its position and its color. The input
  images are not changed.
- `SmallCNN(channels, size, n_classes)` for images (N, channels, H, W), where `size` is their (H, W), square or not, N ≥ 1:

      first     convolution to 4 channels, kernel 5 × 3, padding 2 × 0
                ReLU, max pooling of 2 × 2
      second    convolution to 6 channels, kernel 3 × 3, stride 1 × 2, padding 1
                ReLU, max pooling of 2 × 2
      head      linear layer from all features of an image to n_classes

  `model(x)` returns (N, n_classes). `first`, `second` and `head` are its only layers with parameters.

Example:

    output_size((28, 20), (5, 3), stride=(2, 1))                        # (12, 18)
    to_batch([torch.zeros(28, 20, 3, dtype=torch.uint8)]).shape         # torch.Size([1, 3, 28, 20])
    SmallCNN(3, (28, 20), 10).head.in_features                          # 6 * 7 * 2 = 84
"""

import torch
import torch.nn.functional as F
from torch import nn

Pair = tuple[int, int]


def output_size(size: Pair, kernel: Pair, stride: Pair = (1, 1), padding: Pair = (0, 0), dilation: Pair = (1, 1)) -> Pair:
    height = (size[0] + 2 * padding[0] - dilation[0] * (kernel[0] - 1) - 1) // stride[0] + 1
    width = (size[1] + 2 * padding[1] - dilation[1] * (kernel[1] - 1) - 1) // stride[1] + 1
    return height, width


def to_batch(images: list[torch.Tensor]) -> torch.Tensor:
    return torch.stack(images).permute(0, 3, 1, 2) / 255


class SmallCNN(nn.Module):
    def __init__(self, channels: int, size: Pair, n_classes: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(channels, 4, kernel_size=(5, 3), padding=(2, 0))
        self.second = nn.Conv2d(4, 6, kernel_size=3, stride=(1, 2), padding=1)
        self.pool = nn.MaxPool2d(2)
        size = output_size(size, (5, 3), padding=(2, 0))
        size = output_size(size, (2, 2), stride=(2, 2))
        size = output_size(size, (3, 3), stride=(1, 2), padding=(1, 1))
        size = output_size(size, (2, 2), stride=(2, 2))
        self.head = nn.Linear(6 * size[0] * size[0], n_classes)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.pool(F.relu(self.first(x)))
        x = self.pool(F.relu(self.second(x)))
        return self.head(x.flatten(1))
