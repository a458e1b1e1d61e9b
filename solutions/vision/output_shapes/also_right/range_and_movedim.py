"""The positions of the kernel are counted with `range`; `movedim` moves the channels to the front; pooling is a function call."""

import torch
import torch.nn.functional as F
from torch import nn

Pair = tuple[int, int]


def output_size(size: Pair, kernel: Pair, stride: Pair = (1, 1), padding: Pair = (0, 0), dilation: Pair = (1, 1)) -> Pair:
    counts = []
    for dim in (0, 1):
        last = dilation[dim] * (kernel[dim] - 1)
        counts.append(len(range(-padding[dim], size[dim] + padding[dim] - last, stride[dim])))
    return counts[0], counts[1]


def to_batch(images: list[torch.Tensor]) -> torch.Tensor:
    return torch.stack(images).movedim(-1, 1).to(torch.float32).div(255)


class SmallCNN(nn.Module):
    def __init__(self, channels: int, size: Pair, n_classes: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(channels, 4, kernel_size=(5, 3), padding=(2, 0))
        self.second = nn.Conv2d(4, 6, kernel_size=3, stride=(1, 2), padding=1)
        height, width = size
        width = (width - 2) // 2
        self.n_features = 6 * (height // 2 // 2) * ((width + 1) // 2 // 2)
        self.head = nn.Linear(self.n_features, n_classes)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = F.max_pool2d(F.relu(self.first(x)), 2)
        x = F.relu(F.max_pool2d(self.second(x), 2))
        return self.head(x.reshape(-1, self.n_features))
