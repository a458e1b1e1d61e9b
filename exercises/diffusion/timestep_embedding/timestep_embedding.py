"""A network that knows the step

One denoiser serves all steps. At an early step nearly nothing of x is noise, at a late one nearly all: the same x asks for different
answers, so the network must be told the step, in a form that it can use.

Write the function `step_embedding` and the method `forward` of `Denoiser`, whose layers are given.

`step_embedding(steps, width, dtype=torch.float32)`: integers `steps` of shape (N,) become a tensor of shape (N, width), in this dtype and
on the device of steps. `width` is even. For i = 0, …, width/2 − 1, column i holds

    sin(t / 10000^(i / (width / 2)))

of the row's step t, and column width/2 + i the cosine of the same angle: all sines first, then all cosines. Each number is right to the
precision of the dtype for steps up to 10000.

`Denoiser(n_features, n_hidden, width=32)`, for points x of shape (N, n_features) in the dtype of the parameters, and steps of shape (N,):

1. `time` makes of the embedding what is told to the hidden layers: (N, n_hidden).
2. The output of `input` for x plus that, through a SiLU (`torch.nn.functional.silu`).
3. The output of `hidden` for this plus the same as before, through a SiLU.
4. `output` gives the noise, (N, n_features): any number, nothing behind it.

Gradients flow to x and to all parameters. x and steps are not changed.

Example:

    step_embedding(torch.tensor([0, 1]), 4)     # [[0, 0, 1, 1], [0.8415, 0.0100, 0.5403, 0.9999]]
    Denoiser(2, 64)(torch.randn(5, 2), torch.tensor([0, 3, 3, 9, 1])).shape     # torch.Size([5, 2])
"""

import torch
from torch import nn


def step_embedding(steps: torch.Tensor, width: int, dtype: torch.dtype = torch.float32) -> torch.Tensor:
    raise NotImplementedError  # TODO


class Denoiser(nn.Module):
    def __init__(self, n_features: int, n_hidden: int, width: int = 32) -> None:
        super().__init__()
        self.width = width
        self.input = nn.Linear(n_features, n_hidden)
        self.time = nn.Linear(width, n_hidden)
        self.hidden = nn.Linear(n_hidden, n_hidden)
        self.output = nn.Linear(n_hidden, n_features)

    def forward(self, x: torch.Tensor, steps: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError  # TODO
