"""All sequences are cut to the shortest, so that no padding is needed. What the longer ones say after that is lost.

Cards: sequences/what-packing-saves
"""

import torch
from torch import nn
from torch.nn.utils.rnn import pad_sequence


def pad(sequences: list[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    x = pad_sequence(sequences, batch_first=True)
    return x, torch.tensor([len(sequence) for sequence in sequences], device=x.device)


def run(layer: nn.RNNBase, x: torch.Tensor, lengths: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor | tuple[torch.Tensor, torch.Tensor]]:
    shortest = int(lengths.min())
    outputs, state = layer(x[:, :shortest])
    return nn.functional.pad(outputs, (0, 0, 0, x.shape[1] - shortest)), state
