"""Each part from its own rows of the weights, one after the other; zeros and filling under `no_grad`."""

import math

import torch
from torch import nn


class LSTMCell(nn.Module):
    def __init__(self, n_in, n_hidden, forget_bias=1.0):
        super().__init__()
        self.n_hidden = n_hidden
        bound = 1 / math.sqrt(n_hidden)
        for name, shape in {
            "weight_ih": (4 * n_hidden, n_in),
            "weight_hh": (4 * n_hidden, n_hidden),
            "bias_ih": (4 * n_hidden,),
            "bias_hh": (4 * n_hidden,),
        }.items():
            self.register_parameter(name, nn.Parameter((2 * torch.rand(shape) - 1) * bound))
        with torch.no_grad():
            self.bias_ih[n_hidden : 2 * n_hidden] = forget_bias
            self.bias_hh[n_hidden : 2 * n_hidden] = 0

    def part(self, place, x, h):
        rows = slice(place * self.n_hidden, (place + 1) * self.n_hidden)
        return x @ self.weight_ih[rows].T + self.bias_ih[rows] + h @ self.weight_hh[rows].T + self.bias_hh[rows]

    def forward(self, x, state):
        h, c = state
        let_in, keep, show = (torch.sigmoid(self.part(place, x, h)) for place in (0, 1, 3))
        new = torch.addcmul(keep * c, let_in, torch.tanh(self.part(2, x, h)))
        return show * torch.tanh(new), new


def unroll(cell, xs, state=None):
    n, length, _ = xs.shape
    if state is None:
        state = tuple(torch.zeros(n, cell.n_hidden, dtype=xs.dtype, device=xs.device) for _ in range(2))
    h, c = state
    outputs = []
    for t in range(length):
        h, c = cell(xs[:, t], (h, c))
        outputs.append(h.unsqueeze(1))
    return torch.cat(outputs, dim=1), (h, c)
