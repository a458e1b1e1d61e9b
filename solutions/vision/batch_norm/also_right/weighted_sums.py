"""The channel goes to the front and each one becomes a row; the running numbers are rebound, detached, as weighted sums."""

import torch
from torch import nn


class BatchNorm2d(nn.Module):
    def __init__(self, n_channels: int, eps: float = 1e-5, momentum: float = 0.1) -> None:
        super().__init__()
        self.eps = eps
        self.momentum = momentum
        self.weight = nn.Parameter(torch.ones(n_channels))
        self.bias = nn.Parameter(torch.zeros(n_channels))
        self.register_buffer("running_mean", torch.zeros(n_channels))
        self.register_buffer("running_var", torch.ones(n_channels))
        self.register_buffer("num_batches_tracked", torch.tensor(0))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if not self.training:
            return self.scaled(x, self.running_mean, self.running_var)
        rows = x.transpose(0, 1).flatten(1)
        if rows.shape[1] == 1:
            raise ValueError("a single number for each channel")
        mean = rows.mean(dim=1)
        squares = ((rows - mean[:, None]) ** 2).sum(dim=1)
        self.remember(mean.detach(), squares.detach() / (rows.shape[1] - 1))
        return self.scaled(x, mean, squares / rows.shape[1])

    def remember(self, mean: torch.Tensor, var: torch.Tensor) -> None:
        self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean
        self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var
        self.num_batches_tracked = self.num_batches_tracked + 1

    def scaled(self, x: torch.Tensor, mean: torch.Tensor, var: torch.Tensor) -> torch.Tensor:
        centred = x - mean.reshape(1, -1, 1, 1)
        normal = centred * (var + self.eps).rsqrt().reshape(1, -1, 1, 1)
        return normal * self.weight.reshape(1, -1, 1, 1) + self.bias.reshape(1, -1, 1, 1)
