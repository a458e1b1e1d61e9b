"""An LSTM cell with a forget-gate bias

Write the cell of an LSTM (long short-term memory) and a function that runs it over a sequence. In a plain RNN the gradient vanishes over
many steps (the vanishing gradient problem). An LSTM adds a second state, the cell state c, which each step only multiplies by a forget
gate and adds to. While the forget gate is open, the cell state and its gradient survive many steps.

Write the class `LSTMCell(n_in, n_hidden, forget_bias=1.0)`, an `nn.Module`, and the function `unroll`.

Its parameters are those of torch's layer, so that state_dicts can be exchanged: `weight_ih` of shape (4 · n_hidden, n_in), `weight_hh`
of shape (4 · n_hidden, n_hidden), `bias_ih` and `bias_hh` of shape (4 · n_hidden,).

- They are initialized uniformly between −1/√n_hidden and 1/√n_hidden, except the forget gate's slice of the biases: there `bias_ih` is
  `forget_bias`, and `bias_hh` is 0.

A call `cell(x, (h, c))`, with x of shape (N, n_in), h and c of shape (N, n_hidden), computes one step and returns the new pair `(h, c)`:

- weight_ih · x + bias_ih + weight_hh · h + bias_hh consists of four blocks of n_hidden elements, in the order **i, f, g, o**: input gate,
  forget gate, cell candidate, output gate.
- c = σ(f) · c + σ(i) · tanh(g), where σ is the sigmoid and all products are elementwise.
- h = σ(o) · tanh(c), with the new c.

`unroll(cell, xs, state=None)` reads sequences xs of shape (N, T, n_in) from the first step to the last and returns `outputs, (h, c)`: the
h after each step, of shape (N, T, n_hidden), and the pair after the last step.

- The initial state is the pair `state`, or zeros if that is None. A cell keeps no state between calls.
- Gradients flow through all steps, to all inputs and weights. The dtype is that of weights and inputs. Weights and inputs are not changed.

Do not use `nn.LSTM` or `nn.LSTMCell`.

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
        raise NotImplementedError  # TODO: four parameters and their initialization

    def forward(self, x: torch.Tensor, state: tuple[torch.Tensor, torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
        raise NotImplementedError  # TODO: the gates, then c, then h


def unroll(
    cell: LSTMCell, xs: torch.Tensor, state: tuple[torch.Tensor, torch.Tensor] | None = None
) -> tuple[torch.Tensor, tuple[torch.Tensor, torch.Tensor]]:
    raise NotImplementedError  # TODO: loop over the time steps
