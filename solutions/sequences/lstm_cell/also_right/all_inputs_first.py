"""The input projections of all steps are one matrix product; the loop handles the state only. The sigmoid is written with a tanh."""

import torch
from torch import nn


class LSTMCell(nn.Module):
    def __init__(self, n_in, n_hidden, forget_bias=1.0):
        super().__init__()
        limit = n_hidden**-0.5
        draw = torch.distributions.Uniform(-limit, limit)
        gate = torch.arange(4 * n_hidden) // n_hidden
        self.weight_ih = nn.Parameter(draw.sample((4 * n_hidden, n_in)))
        self.weight_hh = nn.Parameter(draw.sample((4 * n_hidden, n_hidden)))
        self.bias_ih = nn.Parameter(draw.sample((4 * n_hidden,)).masked_fill(gate == 1, forget_bias))
        self.bias_hh = nn.Parameter(draw.sample((4 * n_hidden,)).masked_fill(gate == 1, 0.0))

    def from_inputs(self, x):
        return x @ self.weight_ih.mT + (self.bias_ih + self.bias_hh)

    def step(self, from_input, h, c):
        i, f, g, o = (h @ self.weight_hh.mT + from_input).unflatten(-1, (4, -1)).unbind(-2)
        i, f, o = ((torch.tanh(gate / 2) + 1) / 2 for gate in (i, f, o))
        c = torch.lerp(torch.zeros_like(c), c, f) + i * g.tanh()
        return o * c.tanh(), c

    def forward(self, x, state):
        return self.step(self.from_inputs(x), *state)


def unroll(cell, xs, state=None):
    from_inputs = cell.from_inputs(xs)
    h, c = state or from_inputs.new_zeros(2, len(xs), cell.weight_hh.shape[1])
    outputs = from_inputs.new_empty(len(xs), xs.shape[1], h.shape[1])
    for t in range(xs.shape[1]):
        h, c = cell.step(from_inputs[:, t], h, c)
        outputs[:, t] = h
    return outputs, (h, c)
