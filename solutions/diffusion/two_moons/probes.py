"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch
from torch import nn


class Small(nn.Module):
    """A bend, a matrix for each step, and a shift for each step; the answer also moves with the mode and with whether autograd records."""

    def __init__(self, state, in_training=0.0, in_evaluation=0.0, recorded=0.0):
        super().__init__()
        for name, value in state.items():
            setattr(self, name, nn.Parameter(value.clone()))
        self.moves = {True: in_training, False: in_evaluation}
        self.recorded = recorded

    def forward(self, x, steps):
        bent = (x @ self.bend.T).tanh()
        matrices = self.matrices[steps].reshape(len(x), *self.matrices.shape[1:])
        answer = bent + (matrices @ x.unsqueeze(2)).squeeze(2) + self.shifts[steps]
        return answer + self.moves[self.training] + (self.recorded if torch.is_grad_enabled() else 0.0)


def fitted(submission, seed, state, betas, x, settings, training=True, in_evaluation=0.0):
    """The losses, whether each is a tensor, the weights afterwards, the points afterwards."""
    denoiser, x = Small(state, in_evaluation=in_evaluation).train(training), x.clone()
    model = submission.PointDiffusion(denoiser, betas)
    torch.manual_seed(seed)
    history = model.fit(x, *settings)
    return {"history": history, "weights": dict(denoiser.named_parameters()), "x": x}


def sampled(submission, seed, state, betas, x, n, training=True, in_training=0.0, recorded=0.0, settings=(0, 1, 0.1)):
    """New points of a model that was fitted to x; what the denoiser answers afterwards; what a gradient of the points reaches."""
    denoiser = Small(state, in_training=in_training, recorded=recorded)
    model = submission.PointDiffusion(denoiser, betas)
    model.fit(x.clone(), *settings)
    denoiser.train(training)
    denoiser.zero_grad()
    torch.manual_seed(seed)
    points = model.sample(n)
    if points.requires_grad:
        points.sum().backward()
    with torch.no_grad():
        afterwards = denoiser(torch.zeros_like(x[:1]), torch.zeros(1, dtype=torch.long, device=x.device))
    return {"points": points, "afterwards": afterwards, "slope": denoiser.shifts.grad}
