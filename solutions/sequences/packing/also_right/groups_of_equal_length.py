"""Rows of equal length are read together, so there is nothing to pad in the layer; all groups are put back by one index."""

import torch


def pad(sequences):
    longest = max(map(len, sequences))
    rows = [torch.cat([each, each.new_zeros(longest - len(each), each.shape[1])]) for each in sequences]
    return torch.stack(rows), torch.tensor([each.size(0) for each in sequences], dtype=torch.int64, device=rows[0].device)


def run(layer, x, lengths):
    outputs, states, order = [], [], []
    for length in sorted(set(lengths.tolist())):
        rows = torch.tensor([row for row, each in enumerate(lengths.tolist()) if each == length], device=x.device)
        output, state = layer(x[rows, :length])
        outputs.append(torch.cat([output, output.new_zeros(len(rows), x.shape[1] - length, output.shape[2])], dim=1))
        states.append(state if isinstance(state, tuple) else (state,))
        order.append(rows)
    back = torch.cat(order).argsort()
    state = tuple(torch.cat(parts, dim=1)[:, back] for parts in zip(*states, strict=True))
    return torch.cat(outputs)[back], state if len(state) > 1 else state[0]
