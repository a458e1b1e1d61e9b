"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch
from torch import nn

from studykit.grading.worker.played_device import OnesForMeta


class ModeAndGraphMarker(nn.Module):
    """Scales its input up in training mode, and shifts it by `recorded` if it has a graph."""

    def __init__(self, recorded):
        super().__init__()
        self.recorded = recorded

    def forward(self, x):
        return x * (1.5 if self.training else 1.0) + (self.recorded if x.requires_grad else 0.0)


class ScaledInTraining(nn.Module):
    """Scales its input up in training mode."""

    def forward(self, x):
        return x * 1.5 if self.training else x


class ShiftedInTraining(nn.Sequential):
    """Shifts the output while its own `training` flag is True."""

    def forward(self, x):
        return super().forward(x) + (2.0 if self.training else 0.0)


class Noise:
    """Returns noise from a list, one entry per call, which repeats for extra calls; records the sizes."""

    def __init__(self, noises):
        self.left, self.sizes = list(noises) * 3, []

    def sample(self, n):
        self.sizes.append(n)
        return self.left.pop(0)[:n]


def trained(submission, states, batches, noises, lr, d_steps=None, mode=True, once=False, stale=0.0):
    """Train both networks, which are in this mode before: what was returned, both networks' state at the end, every gradient that reached
    the generator's last bias, the sizes with which noise was sampled, and how often the generator ran.

    `once`: the batches are an iterator. `stale`: fills all gradients beforehand.
    """
    generator, discriminator = networks(states, mode)
    for p in [*generator.parameters(), *discriminator.parameters()]:
        p.grad = torch.full_like(p, stale) if stale else None
    noise, arrived, runs = Noise(noises), [], []
    generator[-1].bias.register_hook(lambda gradient: arrived.append(gradient.clone()))
    generator.register_forward_hook(lambda *_: runs.append(1))
    options = {} if d_steps is None else {"d_steps": d_steps}
    history = submission.train_gan(generator, discriminator, iter(batches) if once else list(batches), noise.sample, lr, **options)
    final_states = {"generator": state_of(generator), "discriminator": state_of(discriminator)}
    return {"history": history, "arrived": arrived, "sizes": noise.sizes, "runs": len(runs), **final_states}


def trained_and_sampled(submission, states, batches, noises, lr, n):
    """Train both networks, then generate n samples."""
    generator, discriminator = networks(states, True)
    submission.train_gan(generator, discriminator, batches, Noise(noises).sample, lr)
    return submission.sample(generator, n, noises[0].shape[1])


def sampled(submission, weight, bias, n, mode=False, recorded=0.0, calls=1):
    """n samples per call from a generator of one layer, in `calls` calls, and its output for zeros afterwards, in its mode then."""
    generator = one_layer(weight, bias, recorded).train(mode)
    samples = [submission.sample(generator, n, weight.shape[1]) for _ in range(calls)]
    with torch.no_grad():
        afterwards = generator(torch.zeros_like(weight[:1]))
    return {"samples": samples, "afterwards": afterwards, "requires gradient": samples[-1].requires_grad}


def elsewhere(submission, weight, bias, n, device):
    """Shape and device of samples, for a generator on a device without values."""
    with OnesForMeta():
        samples = submission.sample(one_layer(weight, bias, 0.0).to(device), n, weight.shape[1])
    return f"{tuple(samples.shape)} on {samples.device.type}"


def one_layer(weight, bias, recorded):
    layer = nn.Linear(weight.shape[1], weight.shape[0]).to(weight)
    layer.load_state_dict({"weight": weight, "bias": bias})
    return ShiftedInTraining(layer, ModeAndGraphMarker(recorded))


def networks(states, mode):
    g, d = states["generator"], states["discriminator"]
    inner, outer, critic = g["0.weight"], g["3.weight"], d["0.weight"]
    first = nn.Linear(inner.shape[1], inner.shape[0], bias=False)
    generator = nn.Sequential(first, nn.BatchNorm1d(inner.shape[0]), nn.Tanh(), nn.Linear(outer.shape[1], outer.shape[0]))
    discriminator = nn.Sequential(nn.Linear(critic.shape[1], critic.shape[0]), nn.Tanh(), nn.Linear(critic.shape[0], 1), ScaledInTraining())
    for model, state in ((generator, g), (discriminator, d)):
        model.to(inner).load_state_dict(state)
    return generator.train(mode), discriminator.train(mode)


def state_of(model):
    return {name: value.clone() for name, value in model.state_dict().items()}
