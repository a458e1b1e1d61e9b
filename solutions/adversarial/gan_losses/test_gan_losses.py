"""The losses and their gradients against logarithms and slopes on paper, in float64; large logits against what the limits are."""

import math

import pytest
import torch
from torch.testing import assert_close

DOUBLE = torch.float64
SHAPES = [((6,), (4,)), ((5, 1), (5, 1)), ((2, 1, 3, 2), (4, 1, 3, 2)), ((1,), (1,))]


@pytest.mark.concept("gan/loss-at-one-half")
def test_a_discriminator_that_cannot_tell(probes, device):
    """Where D is one half everywhere, the losses are 2·ln 2, ln 2 and −ln 2."""
    zeros = torch.zeros(4, 1, dtype=DOUBLE, device=device)
    seen = [
        probes.loss("discriminator_loss", [zeros, zeros]),
        probes.loss("generator_loss", [zeros]),
        probes.loss("saturating_loss", [zeros]),
    ]
    half = math.log(2)
    assert_close([result["loss"].item() for result in seen], [2 * half, half, -half])


@pytest.mark.concept("gan/discriminator-loss")
@pytest.mark.concept("gan/detach-which")
@pytest.mark.parametrize("shapes", SHAPES, ids=str)
def test_the_discriminators_loss(probes, rng, device, shapes):
    """The discriminator's loss has a mean for the real and a mean for the made samples, and a gradient for each of them."""
    real, fake = (draw(shape, rng, device) for shape in shapes)
    expected = (-real.sigmoid().log()).mean() + (-(-fake).sigmoid().log()).mean()
    compare(probes.loss("discriminator_loss", [real, fake]), expected, [(real.sigmoid() - 1) / real.numel(), fake.sigmoid() / fake.numel()])


@pytest.mark.concept("gan/non-saturating")
@pytest.mark.concept("gan/which-label-for-the-generator")
@pytest.mark.parametrize("shapes", SHAPES, ids=str)
def test_the_generators_loss(probes, rng, device, shapes):
    """The generator's loss is the mean of −ln D over the made samples, and so is its gradient."""
    fake = draw(shapes[0], rng, device)
    compare(probes.loss("generator_loss", [fake]), (-fake.sigmoid().log()).mean(), [(fake.sigmoid() - 1) / fake.numel()])


@pytest.mark.concept("gan/gradient-of-a-caught-sample")
@pytest.mark.parametrize("shapes", SHAPES, ids=str)
def test_the_saturating_loss(probes, rng, device, shapes):
    """The saturating loss is the mean of ln(1 − D) over the made samples, and so is its gradient."""
    fake = draw(shapes[0], rng, device)
    compare(probes.loss("saturating_loss", [fake]), (-fake).sigmoid().log().mean(), [-fake.sigmoid() / fake.numel()])


@pytest.mark.concept("gan/logits-not-probabilities")
@pytest.mark.parametrize("dtype", [torch.float32, DOUBLE], ids=str)
def test_large_logits(probes, device, dtype):
    """Logits of ±200 give losses of 200 and 0, with gradients of full size or none, and nothing infinite."""
    large = torch.tensor([200.0, -200.0], dtype=dtype, device=device)
    compare(
        probes.loss("discriminator_loss", [large, large]), large.new_tensor(200.0), [large.new_tensor(g) for g in ([0, -0.5], [0.5, 0])]
    )
    compare(probes.loss("generator_loss", [large]), large.new_tensor(100.0), [large.new_tensor([0, -0.5])])
    compare(probes.loss("saturating_loss", [large]), large.new_tensor(-100.0), [large.new_tensor([-0.5, 0])])


@pytest.mark.concept("gan/gradient-of-a-caught-sample")
@pytest.mark.parametrize("dtype", [torch.float32, DOUBLE], ids=str)
def test_the_slopes_for_a_sample_that_is_caught(probes, device, dtype):
    """At a logit of −10 the slope of the non-saturating loss is −1/(1 + e⁻¹⁰), that of the saturating one −1/(1 + e¹⁰)."""
    caught = torch.tensor([-10.0], dtype=dtype, device=device)
    slopes = [probes.loss(name, [caught])["gradients"][0] for name in ("generator_loss", "saturating_loss")]
    expected = [caught.new_tensor([-1 / (1 + math.exp(-10))]), caught.new_tensor([-1 / (1 + math.exp(10))])]
    assert all(slope is not None for slope in slopes), "the loss sends no gradient to the logits"
    assert_close(slopes, expected, rtol=1e-4, atol=0)  # a tiny slope is compared to its own size


def draw(shape, rng, device):
    return 2 * torch.randn(shape, generator=rng, dtype=DOUBLE).to(device)


def compare(seen, loss, gradients):
    assert_close(seen["loss"], loss)
    assert all(g is not None for g in seen["gradients"]), "the loss sends no gradient to some of the logits"
    assert_close(seen["gradients"], gradients)
