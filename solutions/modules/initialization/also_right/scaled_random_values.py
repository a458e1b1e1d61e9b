"""Standard random values, scaled and copied into the weight; the fans from the number of elements."""

import torch
from torch import nn


def fans(shape):
    count = torch.Size(shape).numel()
    return count // shape[0], count // shape[1]


def xavier_uniform_(weight, gain=1.0, generator=None):
    unit = torch.rand(weight.shape, generator=generator, dtype=weight.dtype, device=weight.device)
    return fill(weight, (2 * unit - 1) * gain * (6 / sum(fans(weight.shape))) ** 0.5)


def kaiming_normal_(weight, negative_slope=0.0, generator=None):
    unit = torch.randn(weight.shape, generator=generator, dtype=weight.dtype, device=weight.device)
    return fill(weight, unit * (2 / ((1 + negative_slope * negative_slope) * fans(weight.shape)[0])) ** 0.5)


@torch.no_grad()
def fill(weight, values):
    return weight.copy_(values)


def init_model_(model, generator=None):
    def init(module):
        if type(module) in (nn.Linear, nn.Conv2d):
            kaiming_normal_(module.weight, 0.0, generator)
            if module.bias is not None:
                fill(module.bias, torch.zeros_like(module.bias))

    model.apply(init)


def preactivation_stds(x, weights):
    z = [x @ weights[0].T]
    for weight in weights[1:]:
        z.append(z[-1].clamp(min=0) @ weight.T)
    return torch.stack([values.var(correction=0) for values in z]).sqrt()
