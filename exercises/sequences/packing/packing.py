"""Packing padded sequences

Write two functions that run a recurrent layer on a batch of sequences of different lengths. Padding makes the sequences equally long;
packing keeps the layer from reading the padding. That saves work, and each sequence gets the state that it would have alone. A
bidirectional layer needs packing, because its backward direction would otherwise start in the padding.

`pad(sequences)`: takes a list of N tensors of shape (T_n, F), each T_n at least 1, and returns a pair:

- x of shape (N, T, F), where T is the largest T_n: the sequences in their order, starting at step 0, with zeros after them;
- `lengths`, an int64 tensor of shape (N,) with the T_n, on the device of the sequences.

`run(layer, x, lengths)` runs a recurrent layer on a padded batch.

- `layer` is an `nn.RNN`, `nn.GRU` or `nn.LSTM` with `batch_first=True`, with any number of layers, in one or two directions.
- x has shape (N, T, F). Sample n has `lengths[n]` valid steps, from 1 to T, followed by any finite values. The lengths are in
  **any order**, on the device of x; their maximum may be less than T.
- It returns `outputs, state`, in the order of the samples in x. `outputs` has shape (N, **T**, n_hidden · directions): at the valid steps
  the outputs of the layer for that sequence alone, and 0 after them.
- `state` is the last state that the layer returns for each sequence alone: `h` of shape (layers · directions, N, n_hidden), or the
  pair `(h, c)` of an LSTM. In the backward direction that is the state after reading from the last valid step to step 0.

Gradients flow through `pad` to the sequences, and through `run` to x and to the layer's weights, but not to the padding. The inputs and
the layer are not changed.

Example:

    x, lengths = pad([torch.randn(2, 3), torch.randn(5, 3)])
    x.shape, lengths                                        # (2, 5, 3), tensor([2, 5])
    outputs, h = run(nn.GRU(3, 4, batch_first=True), x, lengths)
    outputs.shape, h.shape                                  # (2, 5, 4), (1, 2, 4); outputs[0, 2:] is 0
"""

import torch
from torch import nn


def pad(sequences: list[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    raise NotImplementedError  # TODO: the padded batch and the lengths


def run(layer: nn.RNNBase, x: torch.Tensor, lengths: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor | tuple[torch.Tensor, torch.Tensor]]:
    raise NotImplementedError  # TODO: pack, run, unpack
