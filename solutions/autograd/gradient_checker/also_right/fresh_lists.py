"""Nothing is changed in place: for each entry two new lists of parameters, with a scaled unit vector added."""

import torch


def numerical_gradients(f, params, h=1e-6):
    doubles = [p.detach().double() for p in params]
    gradients = []
    for k, p in enumerate(doubles):
        derivatives = []
        for i in range(p.numel()):
            step = torch.nn.functional.one_hot(torch.tensor(i), p.numel()).to(p).reshape(p.shape) * h
            up, down = (f([q + s * step if j == k else q.clone() for j, q in enumerate(doubles)]).detach() for s in (1, -1))
            derivatives.append((up - down) / (2 * h))
        gradients.append(torch.stack(derivatives).reshape(p.shape))
    return gradients


def largest_error(f, params, gradients):
    worst = 0.0
    for n, g in zip(numerical_gradients(f, params), gradients, strict=True):
        for a, b in zip(n.reshape(-1).tolist(), g.reshape(-1).tolist(), strict=True):
            worst = max(worst, abs(a - b) / max(1.0, abs(a), abs(b)))
    return worst
