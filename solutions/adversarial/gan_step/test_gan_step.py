"""Gradients and weights of both networks, step by step, against a loop that asks autograd for one network's gradient at a time."""

import math

import pytest
import torch
from torch.testing import assert_close

DOUBLE = torch.float64
SIZES = (6, 5, 1, 4)
RATE = 0.1
SHAPES = {
    "generator": {"0.weight": (5, 3), "0.bias": (5,), "2.weight": (2, 5), "2.bias": (2,)},
    "discriminator": {"0.weight": (4, 2), "0.bias": (4,), "2.weight": (1, 4), "2.bias": (1,)},
}


@pytest.fixture
def states(rng, device):
    return {
        name: {key: torch.randn(shape, generator=rng, dtype=DOUBLE).to(device) for key, shape in shapes.items()}
        for name, shapes in SHAPES.items()
    }


@pytest.fixture
def batches(rng, device):
    return [1 + torch.randn(n, 2, generator=rng, dtype=DOUBLE).to(device) for n in SIZES]


@pytest.fixture
def noises(rng, device):
    # All of one length, so that whoever asks for fewer or for more of them is seen by the numbers.
    return [torch.randn(8, 3, generator=rng, dtype=DOUBLE).to(device) for _ in range(2 * len(SIZES))]


@pytest.mark.concept("gan/minimax-value")
def test_one_weight_each_by_the_numbers(probes, device):
    """With one weight each, d goes from 0 to 0.5 and then g from 1 to 1.1888, and the losses are 1.3863 and 0.4741."""
    one = torch.ones(1, 1, dtype=DOUBLE, device=device)
    states = {"generator": {"0.weight": one}, "discriminator": {"0.weight": 0 * one}}
    seen = probes.steps(states, [2 * one], [one, one], "sgd", lr=1.0)
    assert_close(list(map(float, seen["losses"][0])), [2 * math.log(2), math.log(1 + math.exp(-0.5))])
    assert_close(seen["weights"][0], {"generator": [one + 0.5 / (1 + math.exp(0.5))], "discriminator": [0.5 * one]})


@pytest.mark.concept("gan/why-detach")
def test_the_discriminators_step_leaves_the_generator_alone(probes, states, batches, noises):
    """When the discriminator makes its first step, it finds its own gradient, and none has arrived in the generator."""
    seen = probes.steps(states, batches[:1], noises, "sgd", lr=RATE)["found"]["discriminator"]
    assert len(seen) == 1, f"the discriminator's optimizer made {len(seen)} steps"
    expected = reference(states, batches[:1], noises)["found"]["discriminator"][0]
    assert_close(seen[0]["discriminator"], expected)
    assert_close(seen[0]["generator"], [torch.zeros_like(g) for g in seen[0]["generator"]], rtol=0, atol=0)


@pytest.mark.concept("gan/gradients-left-in-the-discriminator")
@pytest.mark.concept("gan/which-optimizer-steps")
@pytest.mark.parametrize("name", ["discriminator", "generator"])
def test_each_optimizer_finds_the_gradient_of_its_own_loss(probes, states, batches, noises, name):
    """In each of four steps, either optimizer finds the gradient of its own network's loss alone."""
    seen = probes.steps(states, batches, noises, "sgd", lr=RATE)["found"][name]
    assert len(seen) == len(batches), f"the {name}'s optimizer made {len(seen)} steps in {len(batches)} calls"
    assert_close([found[name] for found in seen], reference(states, batches, noises)["found"][name])


@pytest.mark.concept("gan/alternate")
@pytest.mark.parametrize("kind", ["sgd", "adam"])
def test_the_weights_after_each_step(probes, states, batches, noises, kind):
    """After each of four steps the weights of both networks are where one clean gradient a step brings them, whatever the optimizer."""
    seen = probes.steps(states, batches, noises, kind, lr=RATE)
    assert_close(seen["weights"], reference(states, batches, noises, kind)["weights"])
    assert_close(seen["batches"], batches, rtol=0, atol=0)


@pytest.mark.concept("gan/which-label-for-the-generator")
def test_the_losses(probes, states, batches, noises):
    """Both losses come back as floats, the discriminator's first, each before its own optimizer's step."""
    seen = [list(pair) for pair in probes.steps(states, batches, noises, "sgd", lr=RATE)["losses"]]
    assert all(isinstance(loss, float) for pair in seen for loss in pair), "gan_step must return two floats"
    assert_close(seen, reference(states, batches, noises)["losses"])


def reference(states, batches, noises, kind="sgd"):
    nets = {name: {key: value.clone().requires_grad_() for key, value in state.items()} for name, state in states.items()}
    optimizers = {name: {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}[kind](net.values(), lr=RATE) for name, net in nets.items()}
    seen = {"losses": [], "weights": [], "found": {name: [] for name in nets}}
    left = iter(noises)
    for real in batches:
        losses = []
        for name in ("discriminator", "generator"):
            judged = apply(nets["discriminator"], apply(nets["generator"], next(left)[: len(real)]))
            if name == "discriminator":
                loss = -apply(nets["discriminator"], real).sigmoid().log().mean() - (-judged).sigmoid().log().mean()
            else:
                loss = -judged.sigmoid().log().mean()
            gradients = torch.autograd.grad(loss, list(nets[name].values()))
            for p, g in zip(nets[name].values(), gradients, strict=True):
                p.grad = g
            optimizers[name].step()
            losses.append(loss.item())
            seen["found"][name].append(list(gradients))
        seen["losses"].append(losses)
        seen["weights"].append({name: [p.detach().clone() for p in net.values()] for name, net in nets.items()})
    return seen


def apply(net, x):
    h = (x @ net["0.weight"].T + net["0.bias"]).tanh()
    return h @ net["2.weight"].T + net["2.bias"]
