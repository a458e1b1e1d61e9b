"""All four gates come from two matrix products. The cell state is gated and added to; the output gate decides what h shows of it."""

import torch
import torch.nn.functional as F
from torch import nn


class LSTMCell(nn.Module):
    def __init__(self, n_in: int, n_hidden: int, forget_bias: float = 1.0) -> None:
        super().__init__()
        self.weight_ih = nn.Parameter(torch.empty(4 * n_hidden, n_in))
        self.weight_hh = nn.Parameter(torch.empty(4 * n_hidden, n_hidden))
        self.bias_ih = nn.Parameter(torch.empty(4 * n_hidden))
        self.bias_hh = nn.Parameter(torch.empty(4 * n_hidden))
        limit = n_hidden**-0.5
        for parameter in self.parameters():
            nn.init.uniform_(parameter, -limit, limit)
        nn.init.constant_(self.bias_ih[n_hidden : 2 * n_hidden], forget_bias)
        nn.init.zeros_(self.bias_hh[n_hidden : 2 * n_hidden])

    def forward(self, x: torch.Tensor, state: tuple[torch.Tensor, torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
        h, c = state
        i, f, g, o = (F.linear(x, self.weight_ih, self.bias_ih) + F.linear(h, self.weight_hh, self.bias_hh)).chunk(4, dim=1)
        c = f.sigmoid() * c + i.sigmoid() * g.tanh()
        return o.sigmoid() * c.tanh(), c


def unroll(
    cell: LSTMCell, xs: torch.Tensor, state: tuple[torch.Tensor, torch.Tensor] | None = None
) -> tuple[torch.Tensor, tuple[torch.Tensor, torch.Tensor]]:
    if state is None:
        zeros = xs.new_zeros(len(xs), cell.weight_hh.shape[1])
        state = zeros, zeros
    outputs = []
    for x in xs.unbind(dim=1):
        state = cell(x, state)
        outputs.append(state[0])
    return torch.stack(outputs, dim=1), state
