"""Each gate is computed from its own block of the weight matrices; the forget bias is set under `no_grad`."""

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

    def gate(self, index, x, h):
        block = slice(index * self.n_hidden, (index + 1) * self.n_hidden)
        return x @ self.weight_ih[block].T + self.bias_ih[block] + h @ self.weight_hh[block].T + self.bias_hh[block]

    def forward(self, x, state):
        h, c = state
        input_gate, forget_gate, output_gate = (torch.sigmoid(self.gate(index, x, h)) for index in (0, 1, 3))
        new = torch.addcmul(forget_gate * c, input_gate, torch.tanh(self.gate(2, x, h)))
        return output_gate * torch.tanh(new), new


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
