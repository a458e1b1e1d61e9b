"""Without packing: each sequence alone, cut to its length. Right and slow; what packing gives must equal it."""

import torch
import torch.nn.functional as F


def pad(sequences):
    lengths = [sequence.shape[0] for sequence in sequences]
    rows = [F.pad(sequence, (0, 0, 0, max(lengths) - length)) for sequence, length in zip(sequences, lengths, strict=True)]
    return torch.stack(rows), torch.tensor(lengths).to(sequences[0].device)


def run(layer, x, lengths):
    n_steps = x.shape[1]
    outputs, states = [], []
    for row, length in zip(x, lengths.tolist(), strict=True):
        output, state = layer(row[:length].unsqueeze(0))
        outputs.append(F.pad(output, (0, 0, 0, n_steps - length)))
        states.append(state)
    if isinstance(states[0], tuple):
        state = tuple(torch.cat(each, dim=1) for each in zip(*states, strict=True))
    else:
        state = torch.cat(states, dim=1)
    return torch.cat(outputs), state
