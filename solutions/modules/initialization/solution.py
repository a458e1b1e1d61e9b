"""The variance of the weights is chosen such that a layer keeps the variance of its input."""

import math

import torch
from torch import nn


def fans(shape: tuple[int, ...]) -> tuple[int, int]:
    fan_out, fan_in, *kernel = shape
    size = math.prod(kernel)
    return fan_in * size, fan_out * size


def xavier_uniform_(weight: torch.Tensor, gain: float = 1.0, generator: torch.Generator | None = None) -> torch.Tensor:
    fan_in, fan_out = fans(weight.shape)
    bound = gain * math.sqrt(6 / (fan_in + fan_out))
    with torch.no_grad():
        return weight.uniform_(-bound, bound, generator=generator)


def kaiming_normal_(weight: torch.Tensor, negative_slope: float = 0.0, generator: torch.Generator | None = None) -> torch.Tensor:
    fan_in, _ = fans(weight.shape)
    std = math.sqrt(2 / (1 + negative_slope**2) / fan_in)
    with torch.no_grad():
        return weight.normal_(0, std, generator=generator)


def init_model_(model: nn.Module, generator: torch.Generator | None = None) -> None:
    for module in model.modules():
        if isinstance(module, (nn.Linear, nn.Conv2d)):
            kaiming_normal_(module.weight, generator=generator)
            if module.bias is not None:
                module.bias.data.zero_()


def preactivation_stds(x: torch.Tensor, weights: list[torch.Tensor]) -> torch.Tensor:
    stds = []
    for weight in weights:
        z = x @ weight.T
        stds.append(z.std(correction=0))
        x = torch.relu(z)
    return torch.stack(stds)
