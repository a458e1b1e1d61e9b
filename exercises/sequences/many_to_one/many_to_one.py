"""Many steps, one answer

Is this review friendly, is this heartbeat healthy: a sequence comes in, one class goes out. Sequences of a batch have different lengths,
so the short ones are padded to be of one shape, and the answer must not depend on the padding.

Complete the class `SequenceClassifier(n_in, n_hidden, n_classes)`, an `nn.Module`:

- Its parts are `rnn`, an `nn.GRU` with one layer and one direction, from n_in to n_hidden, and `head`, an `nn.Linear` from n_hidden to
  n_classes. So the state_dict has the keys `rnn.weight_ih_l0`, …, `head.bias`.
- `model(x, lengths)` gives logits of shape (N, n_classes).
- x has shape **(N, T, n_in)**, the batch first. Of row n the first `lengths[n]` steps are valid; behind them stands padding, which may
  be any finite numbers, not only zeros.
- `lengths` is an int64 tensor of shape (N,), in any order, on the device of x; each length is from 1 to T. No length need be T.
- The logits of a row are `head` of the GRU's state **after its last valid step**. They are the same as if the row's sequence had been
  alone, without padding. No number of the padding has an influence on logits or gradients.

x and lengths are not changed.

Example:

    model = SequenceClassifier(3, 8, 2)
    x, lengths = torch.randn(4, 6, 3), torch.tensor([2, 6, 1, 3])
    model(x, lengths).shape                                 # torch.Size([4, 2])
    model(x[:1, :2], torch.tensor([2]))                     # the first row of the same logits
"""

import torch
from torch import nn


class SequenceClassifier(nn.Module):
    def __init__(self, n_in: int, n_hidden: int, n_classes: int) -> None:
        super().__init__()
        raise NotImplementedError  # TODO: rnn and head

    def forward(self, x: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError  # TODO: one state of each row
