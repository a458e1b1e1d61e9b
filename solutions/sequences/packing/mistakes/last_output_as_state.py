"""The state is the output at the last valid step. For one layer in one direction that is right. With two directions the way back
ends at step 0; with more layers, or an LSTM, the output does not hold what is asked for.

Cards: sequences/last-step-of-the-way-back, sequences/h-n-of-two-layers
"""

import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence, pad_sequence


def pad(sequences: list[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    x = pad_sequence(sequences, batch_first=True)
    return x, torch.tensor([len(sequence) for sequence in sequences], device=x.device)


def run(layer: nn.RNNBase, x: torch.Tensor, lengths: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor | tuple[torch.Tensor, torch.Tensor]]:
    packed = pack_padded_sequence(x, lengths.cpu(), batch_first=True, enforce_sorted=False)
    packed_outputs, state = layer(packed)
    outputs, _ = pad_packed_sequence(packed_outputs, batch_first=True, total_length=x.shape[1])
    last = outputs[torch.arange(len(x), device=x.device), lengths - 1]
    return outputs, last[None]
