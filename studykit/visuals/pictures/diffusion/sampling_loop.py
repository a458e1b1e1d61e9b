"""Records the samples that the submission's loop makes on their way from noise, with the best denoiser that there can be for the points."""

import torch

from studykit.visuals.pictures.diffusion.moons import N_POINTS, SHOWN, SLIDER, betas, moons


def test_samples_on_the_way_out_of_noise(probes, record, device):
    """`sample` evaluates the denoiser once per timestep, and returns a sample for each start."""
    points = moons().to(device)
    seen = probes.way_back(points, betas().to(device), N_POINTS)
    given = dict(zip(seen["steps"], seen["given"], strict=True))
    # What a step is given is what the step before, which is the one after it in time, has made.
    behind = [seen["samples"] if step == 0 else given.get(step - 1, torch.full_like(points, torch.nan)) for step in SLIDER]
    start = seen["given"][0] if seen["given"] else torch.full_like(points, torch.nan)
    record(
        way="back",
        steps=[*SLIDER, len(betas())],
        shown=[len(betas()), *sorted(SHOWN[:3], reverse=True)],
        points=[part.cpu() for part in (*behind, start)],
        distance=[distance(part, points) for part in (start, seen["samples"])],
        calls=len(seen["steps"]),
        spread=start.double().std().item(),
    )


def distance(samples, points):
    """From each sample to the nearest point, on average."""
    return torch.cdist(samples, points).amin(1).mean().item()
