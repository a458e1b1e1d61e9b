"""Without packing: each sequence is run alone, cut to its length. Right but slow; packing must give the same result."""

import torch
import torch.nn.functional as F


def pad(sequences):
    lengths = [sequence.shape[0] for sequence in sequences]
    padded = [F.pad(sequence, (0, 0, 0, max(lengths) - length)) for sequence, length in zip(sequences, lengths, strict=True)]
    return torch.stack(padded), torch.tensor(lengths).to(sequences[0].device)


def run(layer, x, lengths):
    n_steps = x.shape[1]
    outputs, states = [], []
    for sequence, length in zip(x, lengths.tolist(), strict=True):
        output, state = layer(sequence[:length].unsqueeze(0))
        outputs.append(F.pad(output, (0, 0, 0, n_steps - length)))
        states.append(state)
    if isinstance(states[0], tuple):
        state = tuple(torch.cat(each, dim=1) for each in zip(*states, strict=True))
    else:
        state = torch.cat(states, dim=1)
    return torch.cat(outputs), state
