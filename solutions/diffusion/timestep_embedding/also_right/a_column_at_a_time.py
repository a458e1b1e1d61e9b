"""Column by column, with Python's own powers."""

import torch
from torch import nn
from torch.nn.functional import silu


def step_embedding(steps, width, dtype=torch.float32):
    t, half = steps.to(torch.float64), width // 2
    rates = [10000 ** (-i / half) for i in range(half)]
    columns = [torch.sin(t * rate) for rate in rates] + [torch.cos(t * rate) for rate in rates]
    return torch.stack(columns, dim=1).to(dtype)


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
