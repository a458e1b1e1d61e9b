"""The state before the last valid step is read, so the last step of a sequence never counts.

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
        rows = torch.arange(len(x), device=x.device)
        return self.head(outputs[rows, (lengths - 2).clamp(min=0)])
