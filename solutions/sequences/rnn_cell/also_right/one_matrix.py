"""Input and state are concatenated, and so are the two matrices. `accumulate` runs the loop; the last output is the last state."""

from itertools import accumulate

import torch


def rnn_step(x, h, weight_ih, weight_hh, bias_ih, bias_hh):
    weight = torch.cat([weight_ih, weight_hh], dim=1)
    return torch.tanh(torch.cat([x, h], dim=1) @ weight.T + bias_ih + bias_hh)


def rnn(xs, h, *weights):
    start = torch.zeros_like(xs[:, 0] @ weights[0].T) if h is None else h
    states = list(accumulate(xs.transpose(0, 1), lambda h, x: rnn_step(x, h, *weights), initial=start))
    return torch.stack(states[1:], dim=1), states[-1]
