"""A recurrent cell, step by step

A sequence may have any length, and a linear layer has not. A recurrent network reads one step at a time and keeps a state, a few numbers
in which it remembers what it has read. One small function, called again and again, is all there is to it.

Write two functions. The weights are those of `nn.RNN`, with n_in inputs and n_hidden numbers of state: `weight_ih` of shape
(n_hidden, n_in), `weight_hh` of shape (n_hidden, n_hidden), `bias_ih` and `bias_hh` of shape (n_hidden,).

`rnn_step(x, h, weight_ih, weight_hh, bias_ih, bias_hh)` makes one step for a batch, x of shape (N, n_in) and the state h of shape
(N, n_hidden). It returns the new state, for each row

    tanh(weight_ih · x + bias_ih + weight_hh · h + bias_hh)

`rnn(xs, h, weight_ih, weight_hh, bias_ih, bias_hh)` reads whole sequences, xs of shape (N, T, n_in) with T at least 1, from the first
step to the last:

- The state begins as h, of shape (N, n_hidden). Where h is None it begins with zeros.
- It returns two tensors: the states after each step, of shape (N, T, n_hidden), and the state after the last step, of shape
  (N, n_hidden).
- Who reads a sequence in two pieces, and hands the state of the first on to the second, gets the same numbers and the same gradients as
  from one piece.

Gradients flow to all that is passed in. The precision is that of the inputs, which are not changed.

Not to be used: `nn.RNN`, `nn.RNNCell`.

Example, where all weights are 0 and both biases 0.5:

    outputs, last = rnn(torch.zeros(2, 3, 4), None, ...)
    outputs.shape, last.shape      # (2, 3, n_hidden), (2, n_hidden); every number is tanh(1) = 0.7616
"""

import torch


def rnn_step(
    x: torch.Tensor,
    h: torch.Tensor,
    weight_ih: torch.Tensor,
    weight_hh: torch.Tensor,
    bias_ih: torch.Tensor,
    bias_hh: torch.Tensor,
) -> torch.Tensor:
    raise NotImplementedError  # TODO: the new state


def rnn(
    xs: torch.Tensor,
    h: torch.Tensor | None,
    weight_ih: torch.Tensor,
    weight_hh: torch.Tensor,
    bias_ih: torch.Tensor,
    bias_hh: torch.Tensor,
) -> tuple[torch.Tensor, torch.Tensor]:
    raise NotImplementedError  # TODO: one step after the other
