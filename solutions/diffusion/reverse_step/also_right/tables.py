"""All numbers of the schedule as tables first, then one row of each; the noise is switched off by a factor."""

import torch


def tables(betas):
    bars = torch.cumprod(1 - betas, 0)
    before = torch.cat([torch.ones_like(bars[:1]), bars[:-1]])
    return bars, before, betas * (1 - before) / (1 - bars)


def posterior_mean(x, start, step, betas):
    bars, before, _ = tables(betas)
    rest = 1 - bars[step]
    return before[step] ** 0.5 * betas[step] / rest * start + (1 - betas[step]) ** 0.5 * (1 - before[step]) / rest * x


def reverse_step(x, predicted, step, betas, noise, posterior=False):
    bars, _, tilde = tables(betas)
    std = (tilde if posterior else betas)[step] ** 0.5 if step else 0.0
    return (x - betas[step] * predicted / (1 - bars[step]) ** 0.5) * (1 - betas[step]) ** -0.5 + std * noise
