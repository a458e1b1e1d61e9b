"""The noise for the whole batch at once, and the KL divergence with the standard deviation instead of the variance."""

import torch


def reparameterise(mu, logvar, training):
    noise = torch.randn(mu.shape, dtype=mu.dtype, device=mu.device) if training else torch.zeros_like(mu)
    return torch.addcmul(mu, logvar.exp().sqrt(), noise)


def kl_to_standard_normal(mu, logvar):
    std = torch.exp(0.5 * logvar)
    each = mu.square() / 2 + std.square() / 2 - 0.5 - std.log()
    return torch.stack([sample.sum() for sample in each])
