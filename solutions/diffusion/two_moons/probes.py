"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch
from torch import nn

from studykit.grading.worker.played_device import OnesForMeta


class ModeShift(nn.Module):
    """Adds one value in training mode and another in evaluation mode."""

    def __init__(self, in_training, in_evaluation):
        super().__init__()
        self.in_training, self.in_evaluation = in_training, in_evaluation

    def forward(self, x):
        return x + (self.in_training if self.training else self.in_evaluation)


class Small(nn.Module):
    """A tanh layer, a matrix for each timestep, and a shift for each; the output also changes with the mode, and if it has a graph.

    It counts its calls.
    """

    def __init__(self, state, in_training=0.0, in_evaluation=0.0, recorded=0.0):
        super().__init__()
        for name, value in state.items():
            setattr(self, name, nn.Parameter(value.clone()))
        self.moves, self.inner = {True: in_training, False: in_evaluation}, ModeShift(7 * in_training, 7 * in_evaluation)
        self.recorded, self.calls = recorded, 0

    def forward(self, x, timesteps):
        self.calls += 1
        hidden = (x @ self.weight.T).tanh()
        matrices = self.matrices[timesteps].reshape(len(x), *self.matrices.shape[1:])
        output = hidden + (matrices @ x.unsqueeze(2)).squeeze(2) + self.shifts[timesteps]
        return self.inner(output + self.moves[self.training]) + (self.recorded if output.requires_grad else 0.0)


def fitted(submission, seed, state, betas, x, arguments, training=True, in_evaluation=0.0, stale=0.0):
    """The losses, and weights and points afterwards. `stale` is what the gradients are full of before."""
    denoiser, x = Small(state, in_evaluation=in_evaluation).train(training), x.clone()
    if stale:
        for p in denoiser.parameters():
            p.grad = torch.full_like(p, stale)
    model = submission.PointDiffusion(denoiser, betas)
    torch.manual_seed(seed)
    history = model.fit(x, *arguments)
    return {"history": history, "weights": dict(denoiser.named_parameters()), "x": x}


def fitted_twice(submission, seed, state, betas, first, second):
    """The weights between two fits, and losses and weights of the second.

    `first` and `second` are points, number of steps, batch size and learning rate.
    """
    denoiser = Small(state)
    model = submission.PointDiffusion(denoiser, betas)
    model.fit(*first)
    between = {name: p.detach().clone() for name, p in denoiser.named_parameters()}
    torch.manual_seed(seed)
    return {"between": between, "history": model.fit(*second), "weights": dict(denoiser.named_parameters())}


def sampled(submission, seed, state, betas, x, n, training=True, in_training=0.0, recorded=0.0):
    """New points of a model that was fitted to x in no steps, and what the denoiser outputs for zeros afterwards."""
    denoiser = Small(state, in_training=in_training, recorded=recorded)
    model = submission.PointDiffusion(denoiser, betas)
    model.fit(x.clone(), 0, 1, 0.1)
    denoiser.train(training)
    torch.manual_seed(seed)
    points = model.sample(n)
    with torch.no_grad():
        afterwards = denoiser(torch.zeros_like(x[:1]), torch.zeros(1, dtype=torch.long, device=x.device))
    return {"points": points, "afterwards": afterwards, "requires gradient": points.requires_grad}


def sampled_twice(submission, seed, state, betas, x, n):
    """Two samples of n new points, and how often each called the denoiser."""
    denoiser = Small(state)
    model = submission.PointDiffusion(denoiser, betas)
    model.fit(x.clone(), 0, 1, 0.1)
    torch.manual_seed(seed)
    draws, calls = [], []
    for _ in range(2):
        calls_before = denoiser.calls
        draws.append(model.sample(n))
        calls.append(denoiser.calls - calls_before)
    return {"draws": draws, "calls": calls}


def of_two_models(submission, seed, state, betas, first, second, n):
    """New points of a model that was fitted to `first`, after another one was fitted to `second`, each in no steps."""
    models = [submission.PointDiffusion(Small(state), betas) for _ in range(2)]
    for model, x in zip(models, (first, second), strict=True):
        model.fit(x.clone(), 0, 1, 0.1)
    torch.manual_seed(seed)
    return models[0].sample(n)


def elsewhere(submission, state, betas, x, place):
    """Where new points are, for a denoiser, betas and points on a device that has no values."""
    denoiser = Small(state).to(place)
    with OnesForMeta():
        model = submission.PointDiffusion(denoiser, betas.to(place))
        model.fit(x.to(place), 1, 2, 0.1)
        points = model.sample(3)
    return f"{tuple(points.shape)} on {points.device.type}"
