"""The padded batch is run as it is. The layer reads the padding: outputs behind the end are not 0, the last states have read it,
and the way back begins in it.

Cards: sequences/backwards-through-padding, sequences/h-n-of-a-packed-batch
"""

import torch
from torch import nn
from torch.nn.utils.rnn import pad_sequence


def pad(sequences: list[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    x = pad_sequence(sequences, batch_first=True)
    return x, torch.tensor([len(sequence) for sequence in sequences], device=x.device)


def run(layer: nn.RNNBase, x: torch.Tensor, lengths: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor | tuple[torch.Tensor, torch.Tensor]]:
    return layer(x)
