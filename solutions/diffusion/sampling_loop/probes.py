"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch
from torch import nn


class Denoiser(nn.Module):
    """Linear in x: each step has its matrix and its shift. The answer also moves with the mode, and with whether autograd records."""

    def __init__(self, matrices, shifts, in_training, recorded):
        super().__init__()
        self.matrices, self.shifts = nn.Parameter(matrices.clone()), nn.Parameter(shifts.clone())
        self.in_training, self.recorded = in_training, recorded

    def forward(self, x, steps):
        matrices = self.matrices[steps].reshape(len(x), *self.matrices.shape[1:])
        answer = (matrices @ x.reshape(len(x), -1, 1)).squeeze(2) + self.shifts[steps]
        answer = answer + (self.in_training if self.training else 0) + (self.recorded if torch.is_grad_enabled() else 0)
        return answer.reshape(x.shape)


def samples(submission, seed, shape, betas, matrices, shifts, calls=1, training=True, in_training=0.0, recorded=0.0):
    """Samples drawn after seeding torch, so many times; what the denoiser answers afterwards; what a gradient of the samples reaches."""
    denoiser = Denoiser(matrices, shifts, in_training, recorded).train(training)
    torch.manual_seed(seed)
    drawn = [submission.sample(denoiser, tuple(shape), betas) for _ in range(calls)]
    if drawn[-1].requires_grad:
        drawn[-1].sum().backward()
    with torch.no_grad():
        afterwards = denoiser(torch.zeros_like(drawn[-1]), torch.zeros(shape[0], dtype=torch.long, device=betas.device))
    return {"samples": drawn, "afterwards": afterwards, "slope": denoiser.shifts.grad}
