"""Your momentum is the share of the **old** number. In torch's batch norm it is that of the new one: 0.1 moves a tenth of the way to the
batch. (The momentum of an optimizer is the other way round.)

Cards: vision/batch-norm-momentum
"""

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
        if self.training:
            mean, var = self.measured(x)
        else:
            mean, var = self.running_mean, self.running_var
        scale = self.weight / torch.sqrt(var + self.eps)
        return (x - mean[:, None, None]) * scale[:, None, None] + self.bias[:, None, None]

    def measured(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Mean and variance of this batch, which are also remembered."""
        n = x.numel() // x.shape[1]
        if n < 2:
            raise ValueError("one number a channel has no spread: batch norm needs more of them to learn from")
        mean, var = x.mean((0, 2, 3)), x.var((0, 2, 3), correction=0)
        with torch.no_grad():
            self.running_mean += (1 - self.momentum) * (mean - self.running_mean)
            self.running_var += (1 - self.momentum) * (var * n / (n - 1) - self.running_var)
            self.num_batches_tracked += 1
        return mean, var
