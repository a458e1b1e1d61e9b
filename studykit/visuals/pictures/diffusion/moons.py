"""Points for both exercises, two half-moons of variance 1, and a schedule of 50 steps that leaves nothing of them."""

import math

import torch

N_POINTS, N_STEPS = 200, 50
SHOWN = (0, 10, 25, 49)
SLIDER = (0, 2, 5, 10, 15, 20, 25, 30, 35, 40, 45, 49)


def moons():
    """(200, 2), float64."""
    angle = math.pi * torch.linspace(0, 1, N_POINTS // 2, dtype=torch.float64)
    upper, lower = torch.stack([angle.cos(), angle.sin()], 1), torch.stack([1 - angle.cos(), 0.5 - angle.sin()], 1)
    points = torch.cat([upper, lower])
    return (points - points.mean(0)) / points.std(0)


def betas():
    return torch.linspace(1e-4, 0.2, N_STEPS, dtype=torch.float64)
