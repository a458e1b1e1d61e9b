"""Timestep embedding

Write a sinusoidal timestep embedding, and the forward pass of a small denoiser that uses it. One network serves all timesteps. At an early
timestep x_t contains almost no noise, at a late one almost nothing else. The same x_t then needs different predictions, so the network gets
the timestep as an input. The layers of the denoiser are given.

`step_embedding(timesteps, width, dtype=torch.float32)` turns integers of shape (N,) into a tensor of shape (N, width), with this dtype and
on the device of timesteps. `width` is even. For i = 0, …, width/2 − 1, column i is

    sin(t / 10000^(i / (width / 2)))

of the row's timestep t, and column width/2 + i is the cosine of the same angle: all sines first, then all cosines. Each value is accurate
to the precision of the dtype for timesteps up to 10000.

`Denoiser(n_features, n_hidden, width=32)` takes points x of shape (N, n_features), in the dtype of the parameters, and timesteps of shape
(N,):

1. `time` turns the embedding into t_emb, shape (N, n_hidden).
2. Add t_emb to the output of `input` for x, then apply SiLU (`torch.nn.functional.silu`).
3. Add t_emb to the output of `hidden` for the result, then apply SiLU.
4. `output` returns the predicted noise, (N, n_features), with no activation after it.

Gradients flow to x and to all parameters. x and timesteps are not changed.

Example:

    step_embedding(torch.tensor([0, 1]), 4)     # [[0, 0, 1, 1], [0.8415, 0.0100, 0.5403, 0.9999]]
    Denoiser(2, 64)(torch.randn(5, 2), torch.tensor([0, 3, 3, 9, 1])).shape     # torch.Size([5, 2])
"""

import torch
from torch import nn


def step_embedding(timesteps: torch.Tensor, width: int, dtype: torch.dtype = torch.float32) -> torch.Tensor:
    raise NotImplementedError  # TODO


class Denoiser(nn.Module):
    def __init__(self, n_features: int, n_hidden: int, width: int = 32) -> None:
        super().__init__()
        self.width = width
        self.input = nn.Linear(n_features, n_hidden)
        self.time = nn.Linear(width, n_hidden)
        self.hidden = nn.Linear(n_hidden, n_hidden)
        self.output = nn.Linear(n_hidden, n_features)

    def forward(self, x: torch.Tensor, timesteps: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError  # TODO
