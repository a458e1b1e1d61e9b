"""The model by recursion over its children, the layers by recursion over the weights, and the weights by torch's random functions."""

import math

import torch
from torch import nn


def fans(shape):
    out, incoming = shape[:2]
    size = torch.zeros(shape[2:]).numel()
    return incoming * size, out * size


def xavier_uniform_(weight, gain=1.0, generator=None):
    a = gain * math.sqrt(6.0) / math.sqrt(sum(fans(weight.shape)))
    values = torch.empty_like(weight, requires_grad=False).uniform_(generator=generator)
    with torch.no_grad():
        weight[...] = torch.lerp(torch.full_like(values, -a), torch.full_like(values, a), values)
    return weight


def kaiming_normal_(weight, negative_slope=0.0, generator=None):
    mean = torch.zeros_like(weight, requires_grad=False)
    std = math.sqrt(2) / math.hypot(1, negative_slope) / math.sqrt(fans(weight.shape)[0])
    with torch.no_grad():
        weight.copy_(torch.normal(mean, torch.full_like(mean, std), generator=generator))
    return weight


def init_model_(model, generator=None):
    if isinstance(model, nn.Linear) or isinstance(model, nn.Conv2d):
        kaiming_normal_(model.weight, generator=generator)
        if model.bias is not None:
            with torch.no_grad():
                model.bias *= 0
    for child in model.children():
        init_model_(child, generator)


def preactivation_stds(x, weights):
    z = torch.einsum("ni,oi->no", x, weights[0])
    here = z.flatten().std(unbiased=False)[None]
    return here if len(weights) == 1 else torch.cat([here, preactivation_stds(torch.where(z > 0, z, 0.0), weights[1:])])
