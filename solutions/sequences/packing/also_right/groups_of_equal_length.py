"""Sequences of equal length are run together, so no group needs padding; one index restores the order of the batch."""

import torch


def pad(sequences):
    longest = max(map(len, sequences))
    padded = [torch.cat([each, each.new_zeros(longest - len(each), each.shape[1])]) for each in sequences]
    return torch.stack(padded), torch.tensor([each.size(0) for each in sequences], dtype=torch.int64, device=padded[0].device)


def run(layer, x, lengths):
    outputs, states, order = [], [], []
    for length in sorted(set(lengths.tolist())):
        batch_idx = torch.tensor([n for n, each in enumerate(lengths.tolist()) if each == length], device=x.device)
        output, state = layer(x[batch_idx, :length])
        outputs.append(torch.cat([output, output.new_zeros(len(batch_idx), x.shape[1] - length, output.shape[2])], dim=1))
        states.append(state if isinstance(state, tuple) else (state,))
        order.append(batch_idx)
    inverse = torch.cat(order).argsort()
    state = tuple(torch.cat(parts, dim=1)[:, inverse] for parts in zip(*states, strict=True))
    return torch.cat(outputs)[inverse], state if len(state) > 1 else state[0]
