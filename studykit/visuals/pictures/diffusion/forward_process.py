"""Records the points after several steps of the submission's noise, and how much of data and of noise is in them."""

import torch

from studykit.visuals.pictures.diffusion.moons import N_POINTS, SHOWN, SLIDER, betas, moons


def test_points_on_the_way_into_noise(probes, record, device):
    """`add_noise` gives a point for each point, each at its own step."""
    x = moons().repeat(len(SLIDER), 1).to(device)
    noise = torch.randn(N_POINTS, 2, generator=torch.Generator().manual_seed(2), dtype=torch.float64).repeat(len(SLIDER), 1).to(device)
    # All steps in one batch: a step for each sample is what training needs.
    steps = torch.tensor(SLIDER, device=device).repeat_interleave(N_POINTS)
    bars = (1 - betas()).cumprod(0).to(device)
    both, data, added = (
        probes.result("add_noise", a, steps, b, bars)["result"].cpu().double().reshape(len(SLIDER), N_POINTS, 2)
        for a, b in ((x, noise), (x, torch.zeros_like(noise)), (torch.zeros_like(x), noise))
    )
    record(
        way="forward",
        steps=SLIDER,
        shown=SHOWN,
        points=both,
        signal=[share(part, x[:N_POINTS].cpu()) for part in data],
        noise=[share(part, noise[:N_POINTS].cpu()) for part in added],
    )


def share(part, whole):
    """How often the whole is in the part, by least squares."""
    return ((part * whole).sum() / (whole * whole).sum()).item()
