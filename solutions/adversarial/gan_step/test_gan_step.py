"""Gradients and weights of both networks, step by step, against a loop that uses torch.autograd.grad for one network at a time."""

import math

import pytest
import torch
from torch.testing import assert_close

DOUBLE = torch.float64
SIZES = (6, 5, 1, 4)
LR = 0.1
SHAPES = {
    "generator": {"0.weight": (5, 3), "0.bias": (5,), "2.weight": (2, 5), "2.bias": (2,)},
    "discriminator": {"0.weight": (4, 2), "0.bias": (4,), "2.weight": (1, 4), "2.bias": (1,)},
}


pytestmark = [
    pytest.mark.given(
        "`generator(noise)` returns samples;",
        "`discriminator(samples)` returns logits, (N, 1).",
        "At the first call no parameter has a gradient yet.",
        "`criterion(logits, label)` below is the binary cross-entropy",
        "It is correct.",
        "The code below contains at least one bug.",
        "The discriminator learns to distinguish real samples",
        "In each update, gradients flow through both networks",
        "Bugs here raise no error.",
    )
]


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
    # All of the same size, so that other sizes in the calls change the results.
    return [torch.randn(8, 3, generator=rng, dtype=DOUBLE).to(device) for _ in range(2 * len(SIZES))]


@pytest.mark.concept("gan/minimax-value")
def test_the_example_of_the_task(probes, device):
    """With one weight each, d goes from 0 to 0.5 and then g from 1 to 1.1888, and the losses are 1.3863 and 0.4741."""
    one = torch.ones(1, 1, dtype=DOUBLE, device=device)
    states = {"generator": {"0.weight": one}, "discriminator": {"0.weight": 0 * one}}
    seen = probes.steps(states, [2 * one], [one, one], "sgd", lr=1.0)
    assert_close(list(map(float, seen["losses"][0])), [2 * math.log(2), math.log(1 + math.exp(-0.5))])
    assert_close(seen["weights"][0], {"generator": [one + 0.5 / (1 + math.exp(0.5))], "discriminator": [0.5 * one]})


@pytest.mark.asks(
    "**First the discriminator**", "**Then the generator**", "Its optimizer takes one step, with the gradient of this loss only."
)
@pytest.mark.concept("gan/alternate")
@pytest.mark.concept("gan/which-optimizer-steps")
def test_the_order_of_the_steps(probes, states, batches, noises):
    """In each call the discriminator's optimizer takes one step, then the generator's takes one."""
    seen = probes.steps(states, batches, noises, "sgd", lr=LR)["between"]
    assert [name for name, _ in seen] == ["discriminator", "generator"] * len(batches), "order of the optimizers' steps in four calls"


@pytest.mark.asks("`sample_noise` is called twice, with N", "with **new** noise for N samples", "`sample_noise(n)` returns noise")
@pytest.mark.concept("gan/new-noise")
def test_the_noise(probes, states, batches, noises):
    """In each call noise is sampled twice, for as many samples as there are real ones."""
    sizes = probes.steps(states, batches, noises, "sgd", lr=LR)["sizes"]
    assert sizes == [n for n in SIZES for _ in range(2)], "sizes with which noise was sampled, in four calls"


@pytest.mark.asks("Its optimizer takes one step, with the gradient of this loss only.")
@pytest.mark.concept("gan/why-detach")
def test_the_discriminators_first_step(probes, states, batches, noises):
    """The discriminator's first step uses the gradient of the discriminator's loss."""
    seen = probes.steps(states, batches[:1], noises, "sgd", lr=LR)["gradients_used"]["discriminator"]
    assert_close(seen[0]["discriminator"], reference(states, batches[:1], noises)["gradients_used"]["discriminator"][0])


@pytest.mark.asks("no parameter of it changes, and no gradient flows into it")
@pytest.mark.concept("gan/why-detach")
def test_no_gradient_for_the_generator(probes, states, batches, noises):
    """At the discriminator's first step the generator has no gradient."""
    seen = probes.steps(states, batches[:1], noises, "sgd", lr=LR)["gradients_used"]["discriminator"]
    assert_close(seen[0]["generator"], [torch.zeros_like(g) for g in seen[0]["generator"]], rtol=0, atol=0)


@pytest.mark.asks("Nothing of it reaches the generator")
@pytest.mark.concept("gan/why-detach")
def test_backward_passes_through_the_generator(probes, states, batches, noises):
    """Gradients reach the generator once per call: in its own update, not in the discriminator's."""
    arrived = probes.steps(states, batches, noises, "sgd", lr=LR)["arrived"]
    assert arrived == len(batches), "number of times that a gradient reached the generator in four calls"


@pytest.mark.asks("Its optimizer takes one step, with the gradient of this loss only.", "`gan_step` is called repeatedly")
@pytest.mark.concept("gan/gradients-left-in-the-discriminator")
@pytest.mark.concept("gan/which-optimizer-steps")
@pytest.mark.parametrize("name", ["discriminator", "generator"])
def test_each_optimizer_uses_the_gradient_of_its_own_loss(probes, states, batches, noises, name):
    """In each of four calls, each optimizer steps with the gradient of its own network's loss only."""
    seen = probes.steps(states, batches, noises, "sgd", lr=LR)["gradients_used"][name]
    assert_close([used[name] for used in seen], reference(states, batches, noises)["gradients_used"][name])


@pytest.mark.asks("no parameter of it changes", "The discriminator does not change.")
@pytest.mark.concept("gan/alternate")
@pytest.mark.parametrize("name", ["discriminator", "generator"])
def test_the_weights_between_the_steps(probes, states, batches, noises, name):
    """Each optimizer's step changes the parameters of its own network only."""
    (first, at_first), (second, at_second) = probes.steps(states, batches[:1], noises, "sgd", lr=LR)["between"][:2]
    expected = reference(states, batches[:1], noises)["weights"][0]
    assert [first, second] == ["discriminator", "generator"], "order of the optimizers' steps"
    before = [states[name][key] for key in SHAPES[name]]
    assert_close(at_first[name], expected[name] if name == "discriminator" else before)
    assert_close(at_second[name], expected[name])


@pytest.mark.asks(
    "`real` is a batch of N ≥ 1 real samples.", "`gan_step(generator, discriminator, g_optimizer, d_optimizer, real, sample_noise)`"
)
@pytest.mark.concept("gan/alternate")
@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_the_weights_after_each_call(probes, states, batches, noises, optimizer):
    """After each of four calls both networks have the reference's weights, with SGD and with Adam."""
    seen = probes.steps(states, batches, noises, optimizer, lr=LR)
    assert_close(seen["weights"], reference(states, batches, noises, optimizer)["weights"])


@pytest.mark.asks(
    "its loss is the mean of −ln D over the real samples plus",
    "its loss is the mean of −ln D over these fake samples",
    "It returns both losses",
)
@pytest.mark.concept("gan/which-label-for-the-generator")
def test_the_losses(probes, states, batches, noises):
    """Both losses are returned, the discriminator's first, each from before its own optimizer's step."""
    seen = [[float(loss) for loss in pair] for pair in probes.steps(states, batches, noises, "sgd", lr=LR)["losses"]]
    assert_close(seen, reference(states, batches, noises)["losses"])


@pytest.mark.asks("as two Python floats")
@pytest.mark.concept("training/item-cuts-the-graph")
def test_two_floats(probes, states, batches, noises):
    """The losses are returned as two Python floats."""
    pair = probes.steps(states, batches[:1], noises, "sgd", lr=LR)["losses"][0]
    assert [type(loss).__name__ for loss in pair] == ["float", "float"], "types of the losses"


def reference(states, batches, noises, kind="sgd"):
    nets = {name: {key: value.clone().requires_grad_() for key, value in state.items()} for name, state in states.items()}
    optimizers = {name: {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}[kind](net.values(), lr=LR) for name, net in nets.items()}
    seen = {"losses": [], "weights": [], "gradients_used": {name: [] for name in nets}}
    left = iter(noises)
    for real in batches:
        losses = []
        for name in ("discriminator", "generator"):
            fake_logits = apply(nets["discriminator"], apply(nets["generator"], next(left)[: len(real)]))
            if name == "discriminator":
                loss = -apply(nets["discriminator"], real).sigmoid().log().mean() - (-fake_logits).sigmoid().log().mean()
            else:
                loss = -fake_logits.sigmoid().log().mean()
            gradients = torch.autograd.grad(loss, list(nets[name].values()))
            for p, g in zip(nets[name].values(), gradients, strict=True):
                p.grad = g
            optimizers[name].step()
            losses.append(loss.item())
            seen["gradients_used"][name].append(list(gradients))
        seen["losses"].append(losses)
        seen["weights"].append({name: [p.detach().clone() for p in net.values()] for name, net in nets.items()})
    return seen


def apply(net, x):
    h = (x @ net["0.weight"].T + net["0.bias"]).tanh()
    return h @ net["2.weight"].T + net["2.bias"]
