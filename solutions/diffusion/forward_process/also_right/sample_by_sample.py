"""A loop over the samples, and the two powers of a schedule of standard deviations."""

import torch


def add_noise(x, steps, noise, alpha_bars):
    signal, rest = alpha_bars**0.5, (1 - alpha_bars) ** 0.5
    rows = [signal[t] * row + rest[t] * grain for row, grain, t in zip(x, noise, steps, strict=True)]
    return torch.stack(rows).to(x.dtype)


def remove_noise(x, steps, noise, alpha_bars):
    signal, rest = alpha_bars**0.5, (1 - alpha_bars) ** 0.5
    rows = [(row - rest[t] * grain) / signal[t] for row, grain, t in zip(x, noise, steps, strict=True)]
    return torch.stack(rows).to(x.dtype)
