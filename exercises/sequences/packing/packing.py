"""Packing padded sequences

Padding makes a batch out of sequences of different lengths; packing keeps the recurrent layer from reading it. That saves work, and it
gives each sequence the state that it would have alone. A layer that also reads backwards needs it: its way back would begin in the padding.

Write two functions.

`pad(sequences)`: a list of N tensors of shape (T_n, F), each T_n at least 1, becomes a pair:

- x of shape (N, T, F), where T is the largest T_n: the sequences from step 0 on, in their order, with zeros behind them;
- `lengths`, an int64 tensor of shape (N,) with the T_n, on the device of the sequences.

`run(layer, x, lengths)` reads a padded batch with a recurrent layer.

- `layer` is an `nn.RNN`, `nn.GRU` or `nn.LSTM` made with `batch_first=True`, with any number of layers, in one or two directions.
- x has shape (N, T, F). Row n has `lengths[n]` valid steps, from 1 to T, and behind them any finite numbers. The lengths are in
  **any order**, on the device of x; none need be T.
- It returns `outputs, state`, in the order of the rows of x. `outputs` has shape (N, **T**, n_hidden · directions): for the valid steps
  what the layer gives for the sequence alone, and 0 behind them.
- `state` is what the layer gives as its last state for each sequence alone: `h` of shape (layers · directions, N, n_hidden), or the
  pair `(h, c)` of an LSTM. In the backward direction that is the state that has read from the last valid step to step 0.

Gradients flow through `pad` to the sequences, and through `run` to x and to the layer's weights, but none to the padding. Nothing that is
passed in is changed.

Example:

    x, lengths = pad([torch.randn(2, 3), torch.randn(5, 3)])
    x.shape, lengths                                        # (2, 5, 3), tensor([2, 5])
    outputs, h = run(nn.GRU(3, 4, batch_first=True), x, lengths)
    outputs.shape, h.shape                                  # (2, 5, 4), (1, 2, 4); outputs[0, 2:] is 0
"""

import torch
from torch import nn


def pad(sequences: list[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    raise NotImplementedError  # TODO: one batch, and how long each is


def run(layer: nn.RNNBase, x: torch.Tensor, lengths: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor | tuple[torch.Tensor, torch.Tensor]]:
    raise NotImplementedError  # TODO: pack, run, unpack
