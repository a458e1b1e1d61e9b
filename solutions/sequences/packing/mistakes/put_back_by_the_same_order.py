"""`order` says where the sorted rows came from. Applied a second time it does not undo itself: the way back is `order.argsort()`.

Cards: sequences/enforce-sorted
"""

import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence, pad_sequence


def pad(sequences: list[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    x = pad_sequence(sequences, batch_first=True)
    return x, torch.tensor([len(sequence) for sequence in sequences], device=x.device)


def run(layer: nn.RNNBase, x: torch.Tensor, lengths: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor | tuple[torch.Tensor, torch.Tensor]]:
    ordered, order = lengths.sort(descending=True, stable=True)
    packed_outputs, state = layer(pack_padded_sequence(x[order], ordered.cpu(), batch_first=True))
    outputs, _ = pad_packed_sequence(packed_outputs, batch_first=True, total_length=x.shape[1])
    state = tuple(each[:, order] for each in state) if isinstance(state, tuple) else state[:, order]
    return outputs[order], state
