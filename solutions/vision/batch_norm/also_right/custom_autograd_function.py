"""A custom autograd function: the gradient through mean and variance loses its mean and its projection onto the normalized values."""

import torch
from torch import nn

DIMS = (0, 2, 3)
CHANNEL_SHAPE = (1, -1, 1, 1)


class Normalize(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x: torch.Tensor, mean: torch.Tensor, var: torch.Tensor, eps: float) -> torch.Tensor:
        scale = (var + eps).rsqrt().view(CHANNEL_SHAPE)
        normalized = (x - mean.view(CHANNEL_SHAPE)) * scale
        ctx.save_for_backward(normalized, scale)
        return normalized

    @staticmethod
    def backward(ctx, gradient: torch.Tensor) -> tuple[torch.Tensor, None, None, None]:
        normalized, scale = ctx.saved_tensors
        projection = normalized * (gradient * normalized).mean(DIMS, keepdim=True)
        return scale * (gradient - gradient.mean(DIMS, keepdim=True) - projection), None, None, None


class BatchNorm2d(nn.Module):
    def __init__(self, n_channels: int, eps: float = 1e-5, momentum: float = 0.1) -> None:
        super().__init__()
        self.eps, self.momentum = eps, momentum
        self.register_buffer("num_batches_tracked", torch.zeros((), dtype=torch.int64))
        self.register_buffer("running_mean", torch.zeros(n_channels))
        self.register_buffer("running_var", torch.ones(n_channels))
        self.bias = nn.Parameter(torch.zeros(n_channels))
        self.weight = nn.Parameter(torch.ones(n_channels))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if self.training:
            mean, var = self.batch_statistics(x.detach().double(), x.shape[0] * x.shape[2] * x.shape[3])
            normalized = Normalize.apply(x, mean.to(x.dtype), var.to(x.dtype), self.eps)
        else:
            normalized = (x - self.running_mean.view(CHANNEL_SHAPE)) / torch.sqrt(self.running_var.view(CHANNEL_SHAPE) + self.eps)
        return torch.addcmul(self.bias.view(CHANNEL_SHAPE), normalized, self.weight.view(CHANNEL_SHAPE))

    @torch.no_grad()
    def batch_statistics(self, x: torch.Tensor, n: int) -> tuple[torch.Tensor, torch.Tensor]:
        if n < 2:
            raise ValueError("one value per channel")
        mean = x.sum(DIMS) / n
        squares = (x - mean.view(CHANNEL_SHAPE)).square().sum(DIMS)
        self.running_mean.copy_((1 - self.momentum) * self.running_mean + self.momentum * mean)
        self.running_var.mul_(1 - self.momentum).add_(self.momentum * squares / (n - 1))
        self.num_batches_tracked.add_(1)
        return mean, squares / n
