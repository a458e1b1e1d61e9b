"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch
from torch import nn

from studykit.grading.worker.played_device import OnesForMeta


class Telltale(nn.Module):
    """Makes what goes through larger in training mode, and shifts it by `recorded` if it has a graph."""

    def __init__(self, recorded):
        super().__init__()
        self.recorded = recorded

    def forward(self, x):
        return x * (1.5 if self.training else 1.0) + (self.recorded if x.requires_grad else 0.0)


class LouderInTraining(nn.Module):
    """Makes what goes through larger in training mode."""

    def forward(self, x):
        return x * 1.5 if self.training else x


class ShiftedInTraining(nn.Sequential):
    """Shifts what comes out while its own flag says training."""

    def forward(self, x):
        return super().forward(x) + (2.0 if self.training else 0.0)


class Noise:
    """Gives noise from a list, a piece a call, which comes round again for who takes more; keeps for how many samples it was asked."""

    def __init__(self, noises):
        self.left, self.asked = list(noises) * 3, []

    def draw(self, n):
        self.asked.append(n)
        return self.left.pop(0)[:n]


def trained(submission, states, batches, noises, lr, d_steps=None, mode=True, once=False, stale=0.0):
    """Train both networks, which came in this mode: what was returned, what either network knows at the end, every gradient that came to
    the generator's last bias, for how many samples noise was drawn, and how often the generator ran.

    `once`: the batches can be gone through only once. `stale`: what all gradients are full of before.
    """
    generator, discriminator = networks(states, mode)
    for p in [*generator.parameters(), *discriminator.parameters()]:
        p.grad = torch.full_like(p, stale) if stale else None
    noise, arrived, runs = Noise(noises), [], []
    generator[-1].bias.register_hook(lambda gradient: arrived.append(gradient.clone()))
    generator.register_forward_hook(lambda *_: runs.append(1))
    options = {} if d_steps is None else {"d_steps": d_steps}
    history = submission.train_gan(generator, discriminator, iter(batches) if once else list(batches), noise.draw, lr, **options)
    known_at_the_end = {"generator": known(generator), "discriminator": known(discriminator)}
    return {"history": history, "arrived": arrived, "asked": noise.asked, "runs": len(runs), **known_at_the_end}


def trained_and_sampled(submission, states, batches, noises, lr, n):
    """Train both networks, then draw n samples."""
    generator, discriminator = networks(states, True)
    submission.train_gan(generator, discriminator, batches, Noise(noises).draw, lr)
    return submission.sample(generator, n, noises[0].shape[1])


def sampled(submission, weight, bias, n, mode=False, recorded=0.0, calls=1):
    """So many draws of n samples from a generator of one layer, and what it makes of zeros afterwards, in the mode it is left in."""
    generator = one_layer(weight, bias, recorded).train(mode)
    draws = [submission.sample(generator, n, weight.shape[1]) for _ in range(calls)]
    with torch.no_grad():
        afterwards = generator(torch.zeros_like(weight[:1]))
    return {"draws": draws, "afterwards": afterwards, "requires gradient": draws[-1].requires_grad}


def elsewhere(submission, weight, bias, n, place):
    """Where samples are, for a generator on a device that has no values."""
    with OnesForMeta():
        samples = submission.sample(one_layer(weight, bias, 0.0).to(place), n, weight.shape[1])
    return f"{tuple(samples.shape)} on {samples.device.type}"


def one_layer(weight, bias, recorded):
    layer = nn.Linear(weight.shape[1], weight.shape[0]).to(weight)
    layer.load_state_dict({"weight": weight, "bias": bias})
    return ShiftedInTraining(layer, Telltale(recorded))


def networks(states, mode):
    g, d = states["generator"], states["discriminator"]
    inner, outer, judge = g["0.weight"], g["3.weight"], d["0.weight"]
    first = nn.Linear(inner.shape[1], inner.shape[0], bias=False)
    generator = nn.Sequential(first, nn.BatchNorm1d(inner.shape[0]), nn.Tanh(), nn.Linear(outer.shape[1], outer.shape[0]))
    discriminator = nn.Sequential(nn.Linear(judge.shape[1], judge.shape[0]), nn.Tanh(), nn.Linear(judge.shape[0], 1), LouderInTraining())
    for model, state in ((generator, g), (discriminator, d)):
        model.to(inner).load_state_dict(state)
    return generator.train(mode), discriminator.train(mode)


def known(model):
    return {name: value.clone() for name, value in model.state_dict().items()}
