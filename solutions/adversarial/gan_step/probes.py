"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch
from torch import nn

OPTIMIZERS = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}


def steps(submission, states, batches, noises, kind, lr):
    """One `gan_step` per batch: losses, the weights of both networks afterwards, and the gradients in both when each optimizer steps.

    Also the weights of both after each optimizer step, in order, the sizes with which noise was sampled, and how often a gradient reached
    the generator. The noise comes from a list, one entry per call; the list repeats for extra calls.
    """
    networks = {name: network(state) for name, state in states.items()}
    optimizers = {name: OPTIMIZERS[kind](model.parameters(), lr=lr) for name, model in networks.items()}
    gradients_used, between, arrived, sizes = {name: [] for name in networks}, [], [], []
    for name, optimizer in optimizers.items():
        optimizer.register_step_post_hook(
            lambda *_, name=name: gradients_used[name].append({key: gradients(model) for key, model in networks.items()})
        )
        optimizer.register_step_post_hook(lambda *_, name=name: between.append([name, weights_of(networks)]))
    next(networks["generator"].parameters()).register_hook(lambda gradient: arrived.append(1))
    left = [noise for _ in range(9) for noise in noises]

    def sample_noise(n):
        sizes.append(n)
        return left.pop(0)[:n]

    losses, weights = [], []
    both = [networks["generator"], networks["discriminator"], optimizers["generator"], optimizers["discriminator"]]
    for real in batches:
        losses.append(submission.gan_step(*both, real, sample_noise))
        weights.append(weights_of(networks))
    return {
        "losses": losses,
        "weights": weights,
        "gradients_used": gradients_used,
        "between": between,
        "sizes": sizes,
        "arrived": len(arrived),
    }


def weights_of(networks):
    return {name: [p.detach().clone() for p in model.parameters()] for name, model in networks.items()}


def network(state):
    """A network with these weights: two layers, or one without bias where there is one weight."""
    if len(state) == 1:
        model = nn.Sequential(nn.Linear(1, 1, bias=False))
    else:
        inner, outer = state["0.weight"], state["2.weight"]
        model = nn.Sequential(nn.Linear(inner.shape[1], inner.shape[0]), nn.Tanh(), nn.Linear(outer.shape[1], outer.shape[0]))
    model = model.to(next(iter(state.values())))  # its device and dtype
    model.load_state_dict(state)
    return model


def gradients(model):
    """The gradients of a network; zeros where there is none."""
    return [torch.zeros_like(p) if p.grad is None else p.grad.clone() for p in model.parameters()]
