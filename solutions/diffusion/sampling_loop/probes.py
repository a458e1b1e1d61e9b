"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch
from torch import nn

from studykit.grading.worker.played_device import OnesForMeta


class ModeShift(nn.Module):
    """Adds a value in training mode."""

    def __init__(self, value):
        super().__init__()
        self.value = value

    def forward(self, x):
        return x + self.value if self.training else x


class Denoiser(nn.Module):
    """Linear in x: each timestep has its matrix and its shift. The output also moves with the mode, and if it has a graph.

    It keeps the timesteps of each call, and where they were.
    """

    def __init__(self, matrices, shifts, in_training=0.0, recorded=0.0):
        super().__init__()
        self.matrices, self.shifts = nn.Parameter(matrices.clone()), nn.Parameter(shifts.clone())
        self.in_training, self.recorded, self.inner = in_training, recorded, ModeShift(7 * in_training)
        self.timesteps = []

    def forward(self, x, timesteps):
        self.timesteps.append(timesteps)
        matrices = self.matrices[timesteps].reshape(len(x), *self.matrices.shape[1:])
        output = (matrices @ x.reshape(len(x), -1, 1)).squeeze(2) + self.shifts[timesteps]
        output = self.inner(output + (self.in_training if self.training else 0)) + (self.recorded if output.requires_grad else 0)
        return output.reshape(x.shape)


def samples(submission, seed, shape, betas, matrices, shifts, training=True, in_training=0.0, recorded=0.0):
    """Samples drawn after seeding torch, and what the denoiser outputs for zeros afterwards."""
    denoiser = Denoiser(matrices, shifts, in_training, recorded).train(training)
    torch.manual_seed(seed)
    drawn = submission.sample(denoiser, tuple(shape), betas)
    with torch.no_grad():
        afterwards = denoiser(torch.zeros_like(drawn), torch.zeros(shape[0], dtype=torch.long, device=betas.device))
    return {"samples": drawn, "afterwards": afterwards, "requires gradient": drawn.requires_grad}


def timesteps(submission, shape, betas, matrices, shifts):
    """The timesteps that the denoiser was given, for each call their shape and their values."""
    denoiser = Denoiser(matrices, shifts)
    submission.sample(denoiser, tuple(shape), betas)
    return [[list(timesteps.shape), timesteps.tolist()] for timesteps in denoiser.timesteps]


def repeated(submission, seeds, shape, betas, matrices, shifts):
    """Samples of one denoiser, drawn once for each seed; None: torch is not seeded."""
    denoiser, drawn = Denoiser(matrices, shifts), []
    for seed in seeds:
        if seed is not None:
            torch.manual_seed(seed)
        drawn.append(submission.sample(denoiser, tuple(shape), betas))
    return drawn


def elsewhere(submission, shape, betas, matrices, shifts, place):
    """Where samples and timesteps are, for a denoiser and betas on a device that has no values."""
    denoiser = Denoiser(matrices, shifts).to(place)
    with OnesForMeta():
        drawn = submission.sample(denoiser, tuple(shape), betas.to(place))
    return {"samples": f"{tuple(drawn.shape)} on {drawn.device.type}", "timesteps": f"on {denoiser.timesteps[-1].device.type}"}
