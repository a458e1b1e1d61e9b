"""The batch was sorted by length for packing, and the logits come back in that order. Who sorts must put back, or let
`enforce_sorted=False` do both.

Cards: sequences/enforce-sorted
"""

import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence


class SequenceClassifier(nn.Module):
    def __init__(self, n_in: int, n_hidden: int, n_classes: int) -> None:
        super().__init__()
        self.rnn = nn.GRU(n_in, n_hidden, batch_first=True)
        self.head = nn.Linear(n_hidden, n_classes)

    def forward(self, x: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
        lengths, order = lengths.sort(descending=True, stable=True)
        packed = pack_padded_sequence(x[order], lengths.cpu(), batch_first=True)
        _, last = self.rnn(packed)
        return self.head(last[0])
