"""Without `batch_first` time is dim 0, so x is transposed; `gather` needs an index with as many dims as its input."""

import torch
from torch import nn


class SequenceClassifier(nn.Module):
    def __init__(self, n_in, n_hidden, n_classes):
        super().__init__()
        self.rnn = nn.GRU(n_in, n_hidden)
        self.head = nn.Linear(n_hidden, n_classes)

    def forward(self, x: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
        outputs = self.rnn(x.transpose(0, 1))[0]
        index = (lengths - 1).view(1, -1, 1).expand(1, -1, outputs.shape[2])
        return self.head(outputs.gather(0, index).squeeze(0))
