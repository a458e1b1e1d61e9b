"""A unidirectional GRU never looks ahead, so the state at the last valid step does not depend on the padding after it."""

import torch
from torch import nn


class SequenceClassifier(nn.Module):
    def __init__(self, n_in: int, n_hidden: int, n_classes: int) -> None:
        super().__init__()
        self.rnn = nn.GRU(n_in, n_hidden, batch_first=True)
        self.head = nn.Linear(n_hidden, n_classes)

    def forward(self, x: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
        outputs, _ = self.rnn(x)
        batch_idx = torch.arange(len(x), device=x.device)
        return self.head(outputs[batch_idx, lengths - 1])
