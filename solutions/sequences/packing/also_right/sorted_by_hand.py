"""Sorted by hand, packed with time first, and restored with the inverse permutation; the missing steps are added at the end."""

import torch
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence


def pad(sequences):
    lengths = torch.tensor([len(sequence) for sequence in sequences], device=sequences[0].device)
    x = sequences[0].new_zeros(len(sequences), max(len(sequence) for sequence in sequences), sequences[0].shape[1])
    for n, sequence in enumerate(sequences):
        x[n, : len(sequence)] = sequence
    return x, lengths


def run(layer, x, lengths):
    ordered, order = lengths.sort(descending=True)
    inverse = order.argsort()
    packed, state = layer(pack_padded_sequence(x[order].transpose(0, 1), ordered.tolist()))
    outputs = pad_packed_sequence(packed)[0].transpose(0, 1)[inverse]
    missing = outputs.new_zeros(len(x), x.shape[1] - outputs.shape[1], outputs.shape[2])
    state = tuple(each[:, inverse] for each in state) if isinstance(state, tuple) else state[:, inverse]
    return torch.cat([outputs, missing], dim=1), state
