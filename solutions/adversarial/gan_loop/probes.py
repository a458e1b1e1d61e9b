"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch
from torch import nn


class Telltale(nn.Module):
    """Makes what goes through larger in training mode, and shifts it while autograd records."""

    def forward(self, x):
        return x * (1.5 if self.training else 1.0) + 10.0 * torch.is_grad_enabled()


class LouderInTraining(nn.Module):
    """Makes what goes through larger in training mode."""

    def forward(self, x):
        return x * 1.5 if self.training else x


def trained(submission, states, batches, noises, lr, d_steps, mode=True):
    """Train both networks, which came in this mode: what was returned, all that either knows at the end, and every gradient that
    came to the generator's last bias.

    The noise comes from a list, a piece a call, and comes round again for who takes more.
    """
    generator, discriminator = networks(states, mode)
    left, arrived = list(noises) * 3, []
    generator[-1].bias.register_hook(lambda gradient: arrived.append(gradient.clone()))
    history = submission.train_gan(generator, discriminator, batches, lambda n: left.pop(0)[:n], lr, d_steps)
    return {"history": history, "arrived": arrived, "generator": known(generator), "discriminator": known(discriminator)}


def trained_and_sampled(submission, states, batches, noises, lr, n):
    """Train both networks, then draw n samples."""
    generator, discriminator = networks(states, True)
    left = list(noises) * 3
    submission.train_gan(generator, discriminator, batches, lambda n: left.pop(0)[:n], lr)
    return submission.sample(generator, n, noises[0].shape[1])


def sampled(submission, weight, bias, n, mode=True, calls=1):
    """So many draws of n samples from a generator of one layer, and what it makes of zeros afterwards, in the mode it is left in."""
    layer = nn.Linear(weight.shape[1], weight.shape[0]).to(weight)
    layer.load_state_dict({"weight": weight, "bias": bias})
    generator = nn.Sequential(layer, Telltale()).train(mode)
    draws = [submission.sample(generator, n, weight.shape[1]) for _ in range(calls)]
    with torch.no_grad():
        return {"draws": draws, "afterwards": generator(torch.zeros_like(weight[:1]))}


def networks(states, mode):
    g, d = states["generator"], states["discriminator"]
    inner, outer, judge = g["0.weight"], g["3.weight"], d["0.weight"]
    generator = nn.Sequential(
        nn.Linear(inner.shape[1], inner.shape[0]), nn.BatchNorm1d(inner.shape[0]), nn.Tanh(), nn.Linear(outer.shape[1], outer.shape[0])
    )
    discriminator = nn.Sequential(nn.Linear(judge.shape[1], judge.shape[0]), nn.Tanh(), nn.Linear(judge.shape[0], 1), LouderInTraining())
    for model, state in ((generator, g), (discriminator, d)):
        model.to(inner).load_state_dict(state)
    return generator.train(mode), discriminator.train(mode)


def known(model):
    return {name: value.clone() for name, value in model.state_dict().items()}
