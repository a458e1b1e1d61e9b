"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch
from torch import nn


class ModeShift(nn.Module):
    """Adds a value in evaluation mode."""

    def __init__(self, value):
        super().__init__()
        self.value = value

    def forward(self, x):
        return x if self.training else x + self.value


class Recorder(nn.Module):
    """A denoiser that scales x and shifts it by a value for each timestep, and keeps what it was given."""

    def __init__(self, scale, shifts, by_mode):
        super().__init__()
        self.scale, self.shifts = nn.Parameter(scale.clone()), nn.Parameter(shifts.clone())
        self.by_mode, self.inner = by_mode, ModeShift(10 * by_mode)
        self.given = []

    def forward(self, x, timesteps):
        self.given.append((x.detach().clone(), timesteps.clone()))
        shift = self.shifts[timesteps].reshape(len(x), *[1] * (x.ndim - 1))
        return self.inner(self.scale * x + shift + (0 if self.training else self.by_mode))


def one_loss(submission, x, alphas_cumprod, scale, shifts, training=True, inner_training=True, by_mode=0.0):
    """The loss, its gradients, what the denoiser was given, and the arguments afterwards, with x's requires_grad, which was True."""
    denoiser = Recorder(scale, shifts, by_mode).train(training)
    denoiser.inner.train(inner_training)
    data, alphas_cumprod = x.clone().requires_grad_(), alphas_cumprod.clone()
    loss = submission.denoising_loss(denoiser, data, alphas_cumprod)
    loss.backward()
    return {
        "loss": loss,
        "gradients": [denoiser.scale.grad, denoiser.shifts.grad],
        "into the data": data.grad,
        "given": [list(given) for given in denoiser.given],
        "arguments": [data.detach(), alphas_cumprod],
        "requires gradient": data.requires_grad,
    }


def drawn(submission, x, alphas_cumprod, calls):
    """What the denoiser was given last in each of so many calls of the loss."""
    given = []
    for _ in range(calls):
        denoiser = Recorder(alphas_cumprod.new_ones(()).to(x.dtype), torch.zeros_like(alphas_cumprod).to(x.dtype), 0.0)
        submission.denoising_loss(denoiser, x.clone(), alphas_cumprod.clone())
        given.append(list(denoiser.given[-1]))
    return given
