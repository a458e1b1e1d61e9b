"""A forward pass with one image of zeros gives the number of features; the size formula is written once for one dim."""

import torch
import torch.nn.functional as F
from torch import nn

Pair = tuple[int, int]


def output_size(size: Pair, kernel: Pair, stride: Pair = (1, 1), padding: Pair = (0, 0), dilation: Pair = (1, 1)) -> Pair:
    per_dim = zip(size, kernel, stride, padding, dilation, strict=True)
    height, width = (size_of_one_dim(*arguments) for arguments in per_dim)
    return height, width


def size_of_one_dim(size: int, kernel: int, stride: int, padding: int, dilation: int) -> int:
    span = dilation * (kernel - 1) + 1
    return (size + 2 * padding - span + stride) // stride


def to_batch(images: list[torch.Tensor]) -> torch.Tensor:
    return torch.stack([image.permute(2, 0, 1).float() / 255 for image in images])


class SmallCNN(nn.Module):
    def __init__(self, channels: int, size: Pair, n_classes: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(channels, 4, kernel_size=(5, 3), padding=(2, 0))
        self.second = nn.Conv2d(4, 6, kernel_size=3, stride=(1, 2), padding=1)
        self.pool = nn.MaxPool2d(2)
        with torch.no_grad():
            features = self.features(torch.zeros(1, channels, *size))
        self.head = nn.Linear(features.shape[1], n_classes)

    def features(self, x: torch.Tensor) -> torch.Tensor:
        x = self.pool(F.relu(self.first(x)))
        x = self.pool(F.relu(self.second(x)))
        return x.flatten(1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.head(self.features(x))
