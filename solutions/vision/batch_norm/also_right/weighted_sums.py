"""x becomes a matrix with one row per channel; the running statistics are detached weighted sums, assigned to the buffer names."""

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
            return self.normalize(x, self.running_mean, self.running_var)
        per_channel = x.transpose(0, 1).flatten(1)
        if per_channel.shape[1] == 1:
            raise ValueError("one value per channel")
        mean = per_channel.mean(dim=1)
        squares = ((per_channel - mean[:, None]) ** 2).sum(dim=1)
        self.update_running(mean.detach(), squares.detach() / (per_channel.shape[1] - 1))
        return self.normalize(x, mean, squares / per_channel.shape[1])

    def update_running(self, mean: torch.Tensor, var: torch.Tensor) -> None:
        self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean
        self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var
        self.num_batches_tracked = self.num_batches_tracked + 1

    def normalize(self, x: torch.Tensor, mean: torch.Tensor, var: torch.Tensor) -> torch.Tensor:
        centered = x - mean.reshape(1, -1, 1, 1)
        normalized = centered * (var + self.eps).rsqrt().reshape(1, -1, 1, 1)
        return normalized * self.weight.reshape(1, -1, 1, 1) + self.bias.reshape(1, -1, 1, 1)
