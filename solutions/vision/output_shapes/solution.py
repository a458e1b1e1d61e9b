"""Each size is computed from the previous one; `permute` moves the channels to dim 1; the batch dim is never flattened."""

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
        self.head = nn.Linear(6 * size[0] * size[1], n_classes)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.pool(F.relu(self.first(x)))
        x = self.pool(F.relu(self.second(x)))
        return self.head(x.flatten(1))
