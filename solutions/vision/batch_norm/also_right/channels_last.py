"""With the channels as the last dim no reshaping is needed; `lerp_` updates the running statistics."""

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
        channels_last = x.movedim(1, -1)
        mean, var = self.running_mean, self.running_var
        if self.training:
            n = channels_last[..., 0].numel()
            if n == 1:
                raise ValueError(f"expected more than one value per channel, got {tuple(x.shape)}")
            unbiased, mean = torch.var_mean(channels_last, dim=(0, 1, 2))
            var = unbiased * ((n - 1) / n)
            self.running_mean.lerp_(mean.detach(), self.momentum)
            self.running_var.lerp_(unbiased.detach(), self.momentum)
            self.num_batches_tracked.add_(1)
        out = self.bias + self.weight * (channels_last - mean) / (var + self.eps) ** 0.5
        return out.movedim(-1, 1)
