"""Input and state are concatenated and multiplied by one concatenated matrix; a view with a dim for the gates replaces `chunk`."""

import torch
from torch import nn


class LSTMCell(nn.Module):
    def __init__(self, n_in, n_hidden, forget_bias=1.0):
        super().__init__()
        size = 4 * n_hidden
        limit = n_hidden**-0.5
        self.weight_ih = nn.Parameter(torch.empty(size, n_in).uniform_(-limit, limit))
        self.weight_hh = nn.Parameter(torch.empty(size, n_hidden).uniform_(-limit, limit))
        self.bias_ih = nn.Parameter(torch.empty(size).uniform_(-limit, limit))
        self.bias_hh = nn.Parameter(torch.empty(size).uniform_(-limit, limit))
        self.bias_ih.data.view(4, -1)[1] = forget_bias
        self.bias_hh.data.view(4, -1)[1] = 0

    def forward(self, x, state):
        h, c = state
        weight = torch.cat([self.weight_ih, self.weight_hh], dim=1)
        gates = (torch.cat([x, h], dim=1) @ weight.T + self.bias_ih + self.bias_hh).view(len(x), 4, -1)
        i, f, o = (gates[:, index].sigmoid() for index in (0, 1, 3))
        c = f * c + i * gates[:, 2].tanh()
        return o * c.tanh(), c


def unroll(cell, xs, state=None):
    if state is None:
        zeros = torch.zeros_like(xs[:, 0] @ cell.weight_ih.chunk(4)[0].T)
        state = (zeros, zeros.clone())
    outputs = []
    for x in xs.transpose(0, 1):
        state = cell(x, state)
        outputs.append(state[0])
    return torch.stack(outputs).transpose(0, 1), state
