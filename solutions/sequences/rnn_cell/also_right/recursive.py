"""Recursive: compute the first step, then call the function itself on the rest of the sequence."""

import torch


def rnn_step(x, h, weight_ih, weight_hh, bias_ih, bias_hh):
    total = torch.einsum("ni,hi->nh", x, weight_ih) + torch.einsum("nj,hj->nh", h, weight_hh) + bias_ih + bias_hh
    return 2 * torch.sigmoid(2 * total) - 1


def rnn(xs, h, weight_ih, weight_hh, bias_ih, bias_hh):
    weights = weight_ih, weight_hh, bias_ih, bias_hh
    if h is None:
        h = (0 * bias_hh).expand(xs.size(0), -1)
    first = rnn_step(xs.select(1, 0), h, *weights)
    if xs.size(1) == 1:
        return first[:, None], first
    outputs, last = rnn(xs.narrow(1, 1, xs.size(1) - 1), first, *weights)
    return torch.cat([first[:, None], outputs], dim=1), last
