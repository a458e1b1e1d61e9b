"""An LSTM cell

A plain RNN writes its whole memory anew at each step, so what it knew, and every gradient, fades. An LSTM has a second state, the cell,
which is only added to and multiplied by a gate. While the gate is open, memory and gradient live through many steps.

Write the class `LSTMCell(n_in, n_hidden, forget_bias=1.0)`, an `nn.Module`, and the function `unroll`.

Its parameters are those of torch's layer, so that state_dicts can be exchanged: `weight_ih` of shape (4 · n_hidden, n_in), `weight_hh`
of shape (4 · n_hidden, n_hidden), `bias_ih` and `bias_hh` of shape (4 · n_hidden,).

- They start uniform between −1/√n_hidden and 1/√n_hidden, but for the forget gate's part of the biases: there `bias_ih` starts at
  `forget_bias`, and `bias_hh` at 0.

A call `cell(x, (h, c))`, with x of shape (N, n_in), h and c of shape (N, n_hidden), makes one step and returns the new pair `(h, c)`:

- weight_ih · x + bias_ih + weight_hh · h + bias_hh has four parts of n_hidden numbers, in the order **i, f, g, o**.
- c = σ(f) · c + σ(i) · tanh(g), where σ is the sigmoid and all products go number by number.
- h = σ(o) · tanh(c), with the new c.

`unroll(cell, xs, state=None)` reads sequences xs of shape (N, T, n_in) from the first step to the last and returns `outputs, (h, c)`: the
h after each step, of shape (N, T, n_hidden), and the pair after the last step.

- It begins with the pair `state`, or with zeros where that is None. A cell remembers nothing from one call to the next.
- Gradients flow through all steps, to everything that is passed in. The precision is that of weights and inputs, which are not changed.

Not to be used: `nn.LSTM`, `nn.LSTMCell`.

Example:

    cell = LSTMCell(3, 5)
    outputs, (h, c) = unroll(cell, torch.zeros(2, 7, 3))
    outputs.shape, h.shape, c.shape     # (2, 7, 5), (2, 5), (2, 5)
"""

import torch
from torch import nn


class LSTMCell(nn.Module):
    def __init__(self, n_in: int, n_hidden: int, forget_bias: float = 1.0) -> None:
        super().__init__()
        raise NotImplementedError  # TODO: four parameters, and how they start

    def forward(self, x: torch.Tensor, state: tuple[torch.Tensor, torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
        raise NotImplementedError  # TODO: four parts, then c, then h


def unroll(
    cell: LSTMCell, xs: torch.Tensor, state: tuple[torch.Tensor, torch.Tensor] | None = None
) -> tuple[torch.Tensor, tuple[torch.Tensor, torch.Tensor]]:
    raise NotImplementedError  # TODO: one step after the other
