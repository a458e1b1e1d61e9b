"""The padded batch is run as it is, and then a mask clears the outputs. That hides the padding in them, but the last states have
read it, and so has the way back.

Cards: sequences/h-n-of-a-packed-batch, sequences/backwards-through-padding
"""

import torch
from torch import nn
from torch.nn.utils.rnn import pad_sequence


def pad(sequences: list[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    x = pad_sequence(sequences, batch_first=True)
    return x, torch.tensor([len(sequence) for sequence in sequences], device=x.device)


def run(layer: nn.RNNBase, x: torch.Tensor, lengths: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor | tuple[torch.Tensor, torch.Tensor]]:
    mask = torch.arange(x.shape[1], device=x.device) < lengths[:, None]
    outputs, state = layer(x)
    return outputs * mask[..., None], state
