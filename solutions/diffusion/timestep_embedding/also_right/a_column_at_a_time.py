"""Column by column, with Python's power operator."""

import torch
from torch import nn
from torch.nn.functional import silu


def step_embedding(timesteps, width, dtype=torch.float32):
    t, half = timesteps.to(torch.float64), width // 2
    frequencies = [10000 ** (-i / half) for i in range(half)]
    columns = [torch.sin(t * frequency) for frequency in frequencies] + [torch.cos(t * frequency) for frequency in frequencies]
    return torch.stack(columns, dim=1).to(dtype)


class Denoiser(nn.Module):
    def __init__(self, n_features: int, n_hidden: int, width: int = 32) -> None:
        super().__init__()
        self.width = width
        self.input = nn.Linear(n_features, n_hidden)
        self.time = nn.Linear(width, n_hidden)
        self.hidden = nn.Linear(n_hidden, n_hidden)
        self.output = nn.Linear(n_hidden, n_features)

    def forward(self, x: torch.Tensor, timesteps: torch.Tensor) -> torch.Tensor:
        t_emb = self.time(step_embedding(timesteps, self.width, x.dtype))
        h = silu(self.input(x) + t_emb)
        h = silu(self.hidden(h) + t_emb)
        return self.output(h)
