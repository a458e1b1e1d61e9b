"""`outputs[:, lengths - 1]` takes all these places of *every* row, of shape (N, N, n_hidden). An index for each axis, side by
side, takes one place of each row.

Cards: sequences/last-valid-index
"""

import torch
from torch import nn


class SequenceClassifier(nn.Module):
    def __init__(self, n_in: int, n_hidden: int, n_classes: int) -> None:
        super().__init__()
        self.rnn = nn.GRU(n_in, n_hidden, batch_first=True)
        self.head = nn.Linear(n_hidden, n_classes)

    def forward(self, x: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
        outputs, _ = self.rnn(x)
        return self.head(outputs[:, lengths - 1])
