"""The input projections of all steps are one matrix product; only the hidden-to-hidden product needs the loop. The states are written into
a preallocated tensor."""

import torch


def rnn_step(x, h, weight_ih, weight_hh, bias_ih, bias_hh):
    return (x @ weight_ih.T + h @ weight_hh.T + (bias_ih + bias_hh)).tanh()


def rnn(xs, h, weight_ih, weight_hh, bias_ih, bias_hh):
    n, length, _ = xs.shape
    from_inputs = xs @ weight_ih.T + bias_ih + bias_hh
    if h is None:
        h = torch.zeros_like(from_inputs[:, 0])
    outputs = torch.empty(n, length, len(bias_hh), dtype=xs.dtype, device=xs.device)
    for t in range(length):
        h = torch.tanh(torch.addmm(from_inputs[:, t], h, weight_hh.T))
        outputs[:, t] = h
    return outputs, h
