"""Records the probability that the submission's trained model gives over a grid, and its accuracy on new points."""

import math

import numpy as np
import torch


def test_the_probability_over_a_grid(probes, record, device):
    """The model is trained, and gives a logit for each point."""
    draw = torch.Generator().manual_seed(42)
    x, y = rings(300, draw)
    new, labels = rings(200, draw)
    axis = torch.linspace(-1.4, 1.4, 57)
    grid = torch.stack(torch.meshgrid(axis, axis, indexing="xy"), -1).reshape(-1, 2)
    at_grid, at_new = probes.logits_after_training(x.to(device), y.to(device), [grid.to(device), new.to(device)], 0)
    probability = np.asarray(at_grid.cpu().sigmoid()).reshape(57, 57)
    accuracy = ((at_new.cpu() > 0) == (labels > 0.5)).double().mean().item()
    record(x=axis, y=axis, probability=probability, points=x[:150], labels=y[:150, 0], accuracy=accuracy)


def rings(n, draw):
    angle = 2 * math.pi * torch.rand(n, generator=draw)
    inner = (torch.arange(n) % 2).float()
    radius = (1 - 0.2 * inner) + 0.03 * torch.randn(n, generator=draw)
    return torch.stack([radius * angle.cos(), radius * angle.sin()], 1), inner[:, None]
