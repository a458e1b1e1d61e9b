"""Sequence classification with a GRU and padding

Sequence classification is a many-to-one problem: a sequence goes in, one class comes out (is this review positive?). Sequences in a batch
have different lengths, so the shorter ones are padded, and the output must not depend on the padding.

Complete the class `SequenceClassifier(n_in, n_hidden, n_classes)`, an `nn.Module`:

- It has two submodules: `rnn`, an `nn.GRU` with one layer and one direction, from n_in to n_hidden, and `head`, an `nn.Linear` from
  n_hidden to n_classes. So the state_dict has the keys `rnn.weight_ih_l0`, …, `head.bias`.
- `model(x, lengths)` returns logits of shape (N, n_classes).
- x has shape **(N, T, n_in)**, batch first. In sample n the first `lengths[n]` steps are valid; the steps after them are padding, which
  may have any finite values, not only zeros.
- `lengths` is an int64 tensor of shape (N,), in any order, on the device of x; each length is from 1 to T. The maximum may be less than T.
- The logits of a sample are `head` of the GRU's state **after its last valid step**. They are the same as for that sequence alone,
  without padding. No element of the padding affects the logits or the gradients.

x and lengths are not changed.

Example:

    model = SequenceClassifier(3, 8, 2)
    x, lengths = torch.randn(4, 6, 3), torch.tensor([2, 6, 1, 3])
    model(x, lengths).shape                                 # torch.Size([4, 2])
    model(x[:1, :2], torch.tensor([2]))                     # the logits of sample 0 again
"""

import torch
from torch import nn


class SequenceClassifier(nn.Module):
    def __init__(self, n_in: int, n_hidden: int, n_classes: int) -> None:
        super().__init__()
        raise NotImplementedError  # TODO: rnn and head

    def forward(self, x: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError  # TODO: one state of each sequence
