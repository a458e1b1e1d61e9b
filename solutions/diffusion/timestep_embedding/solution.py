"""Angles are an outer product in float64; what the step has to say goes into both hidden layers."""

import torch
from torch import nn
from torch.nn.functional import silu


def step_embedding(steps: torch.Tensor, width: int, dtype: torch.dtype = torch.float32) -> torch.Tensor:
    rates = 10000 ** (-torch.arange(0, width, 2, dtype=torch.float64, device=steps.device) / width)
    angles = steps.unsqueeze(1) * rates
    return torch.cat([angles.sin(), angles.cos()], dim=1).to(dtype)


class Denoiser(nn.Module):
    def __init__(self, n_features: int, n_hidden: int, width: int = 32) -> None:
        super().__init__()
        self.width = width
        self.input = nn.Linear(n_features, n_hidden)
        self.time = nn.Linear(width, n_hidden)
        self.hidden = nn.Linear(n_hidden, n_hidden)
        self.output = nn.Linear(n_hidden, n_features)

    def forward(self, x: torch.Tensor, steps: torch.Tensor) -> torch.Tensor:
        when = self.time(step_embedding(steps, self.width, x.dtype))
        h = silu(self.input(x) + when)
        h = silu(self.hidden(h) + when)
        return self.output(h)
