"""The GRU was made without `batch_first=True`, so it takes the rows of the batch for time: the state of one sequence flows into
the next. No error says so.

Cards: sequences/batch-first-is-silent
"""

import torch
from torch import nn


class SequenceClassifier(nn.Module):
    def __init__(self, n_in: int, n_hidden: int, n_classes: int) -> None:
        super().__init__()
        self.rnn = nn.GRU(n_in, n_hidden)
        self.head = nn.Linear(n_hidden, n_classes)

    def forward(self, x: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
        outputs, _ = self.rnn(x)
        rows = torch.arange(len(x), device=x.device)
        return self.head(outputs[rows, lengths - 1])
