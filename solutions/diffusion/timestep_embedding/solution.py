"""The angles are an outer product in float64; the timestep embedding is added in both hidden layers."""

import torch
from torch import nn
from torch.nn.functional import silu


def step_embedding(timesteps: torch.Tensor, width: int, dtype: torch.dtype = torch.float32) -> torch.Tensor:
    frequencies = 10000 ** (-torch.arange(0, width, 2, dtype=torch.float64, device=timesteps.device) / width)
    angles = timesteps.unsqueeze(1) * frequencies
    return torch.cat([angles.sin(), angles.cos()], dim=1).to(dtype)


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
