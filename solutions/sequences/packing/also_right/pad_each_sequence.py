"""Each sequence is padded with zeros to the length of the longest, and the results are stacked."""

import torch
from torch.nn.utils import rnn


def pad(sequences):
    lengths = torch.tensor([sequence.shape[0] for sequence in sequences], device=sequences[0].device)
    longest = max(map(len, sequences))
    padded = [torch.cat([sequence, sequence.new_zeros(longest - len(sequence), sequence.shape[1])]) for sequence in sequences]
    return torch.stack(padded), lengths


def run(layer, x, lengths):
    packed = rnn.pack_padded_sequence(x, lengths.cpu(), batch_first=True, enforce_sorted=False)
    out, state = layer(packed)
    return rnn.pad_packed_sequence(out, batch_first=True, total_length=x.size(1))[0], state
