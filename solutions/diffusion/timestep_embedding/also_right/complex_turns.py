"""Sine and cosine are the two parts of one turning complex number; SiLU is x · sigmoid(x)."""

import torch
from torch import nn


def step_embedding(steps, width, dtype=torch.float32):
    exponents = torch.linspace(0, 1, width // 2 + 1, dtype=torch.float64, device=steps.device)[:-1]
    angles = torch.outer(steps.double(), torch.pow(10000.0, -exponents))
    turns = torch.polar(torch.ones_like(angles), angles)
    return torch.hstack([turns.imag, turns.real]).to(dtype)


class Denoiser(nn.Module):
    def __init__(self, n_features, n_hidden, width=32):
        super().__init__()
        self.width = width
        self.input = nn.Linear(n_features, n_hidden)
        self.time = nn.Linear(width, n_hidden)
        self.hidden = nn.Linear(n_hidden, n_hidden)
        self.output = nn.Linear(n_hidden, n_features)

    def forward(self, x, steps):
        told = self.time(step_embedding(steps, self.width, self.time.weight.dtype))
        h = x
        for layer in (self.input, self.hidden):
            h = layer(h) + told
            h = h * torch.sigmoid(h)
        return self.output(h)
