"""The padding is set to zero before the layer reads it. Zeros move the state as well; the layer must not read these steps at all.

Cards: sequences/zeros-move-the-state, sequences/backwards-through-padding
"""

import torch
from torch import nn
from torch.nn.utils.rnn import pad_sequence


def pad(sequences: list[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    x = pad_sequence(sequences, batch_first=True)
    return x, torch.tensor([len(sequence) for sequence in sequences], device=x.device)


def run(layer: nn.RNNBase, x: torch.Tensor, lengths: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor | tuple[torch.Tensor, torch.Tensor]]:
    mask = torch.arange(x.shape[1], device=x.device) < lengths[:, None]
    outputs, state = layer(x * mask[..., None])
    return outputs * mask[..., None], state
