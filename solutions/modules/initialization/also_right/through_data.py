"""Through `.data`, with gain and mode written out, and the standard deviation from its definition."""

import torch
from torch import nn


def fans(shape):
    kernel = 1
    for size in shape[2:]:
        kernel *= size
    return shape[1] * kernel, shape[0] * kernel


def xavier_uniform_(weight, gain=1.0, generator=None):
    std = gain * (2 / sum(fans(weight.shape))) ** 0.5
    bound = 3**0.5 * std
    weight.data.uniform_(-bound, bound, generator=generator)
    return weight


def kaiming_normal_(weight, negative_slope=0.0, generator=None):
    gain = (2 / (1 + negative_slope**2)) ** 0.5
    weight.data.normal_(generator=generator).mul_(gain / fans(weight.shape)[0] ** 0.5)
    return weight


def init_model_(model, generator=None):
    for name, module in model.named_modules():
        match module:
            case nn.Linear() | nn.Conv2d():
                kaiming_normal_(module.weight, generator=generator)
                if "bias" in dict(module.named_parameters(recurse=False)):
                    module.bias.data.fill_(0)


def preactivation_stds(x, weights):
    stds = torch.empty(len(weights), dtype=x.dtype, device=x.device)
    h = x
    for i, weight in enumerate(weights):
        z = nn.functional.linear(h, weight)
        stds[i] = ((z - z.mean()) ** 2).mean() ** 0.5
        h = nn.functional.relu(z)
    return stds
