"""Sine and cosine as imaginary and real part of a complex exponential; SiLU as x · sigmoid(x)."""

import torch
from torch import nn


def step_embedding(timesteps, width, dtype=torch.float32):
    exponents = torch.linspace(0, 1, width // 2 + 1, dtype=torch.float64, device=timesteps.device)[:-1]
    angles = torch.outer(timesteps.double(), torch.pow(10000.0, -exponents))
    rotations = torch.polar(torch.ones_like(angles), angles)
    return torch.hstack([rotations.imag, rotations.real]).to(dtype)


class Denoiser(nn.Module):
    def __init__(self, n_features, n_hidden, width=32):
        super().__init__()
        self.width = width
        self.input = nn.Linear(n_features, n_hidden)
        self.time = nn.Linear(width, n_hidden)
        self.hidden = nn.Linear(n_hidden, n_hidden)
        self.output = nn.Linear(n_hidden, n_features)

    def forward(self, x, timesteps):
        t_emb = self.time(step_embedding(timesteps, self.width, self.time.weight.dtype))
        h = x
        for layer in (self.input, self.hidden):
            h = layer(h) + t_emb
            h = h * torch.sigmoid(h)
        return self.output(h)
