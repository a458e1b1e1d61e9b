"""The losses and their gradients against closed forms in float64; large logits against their limits."""

import math

import pytest
import torch
from torch.testing import assert_close

pytestmark = pytest.mark.given(
    "In a generative adversarial network (GAN)",
    "The discriminator outputs a **logit** per sample;",
    "D = sigmoid(logit) is the probability",
    "The form of the generator's loss decides",
)

DOUBLE = torch.float64
SHAPES = [((6,), (4,)), ((5, 1), (5, 1)), ((2, 1, 3, 2), (4, 1, 3, 2)), ((1,), (1,))]
NAMES = ["discriminator_loss", "generator_loss", "saturating_loss"]


@pytest.mark.concept("gan/loss-at-one-half")
@pytest.mark.parametrize(("name", "factor"), zip(NAMES, (2, 1, -1), strict=True))
def test_the_losses_at_one_half(probes, device, name, factor):
    """Where D is ½ everywhere, the losses are 2·ln 2, ln 2 and −ln 2."""
    zeros = torch.zeros(4, 1, dtype=DOUBLE, device=device)
    assert_close(probes.loss(name, batches(name, zeros, zeros)).item(), factor * math.log(2))


@pytest.mark.asks(
    "`discriminator_loss(real_logits, fake_logits)`: the mean of −ln D over the real samples",
    "The two batches may have different sizes.",
    "Each returns a scalar tensor (shape `()`) to be minimized.",
    "Logits have any shape",
    "the mean is over all elements",
)
@pytest.mark.concept("gan/discriminator-loss")
@pytest.mark.parametrize("shapes", SHAPES, ids=str)
def test_the_discriminators_loss(probes, rng, device, shapes):
    """The discriminator's loss is the mean of −ln D over the real plus the mean of −ln(1 − D) over the fake samples."""
    real, fake = (draw(shape, rng, device) for shape in shapes)
    assert_close(probes.loss("discriminator_loss", [real, fake]), (-real.sigmoid().log()).mean() + (-(-fake).sigmoid().log()).mean())


@pytest.mark.asks("`generator_loss(fake_logits)`: the mean of −ln D over the fake samples, the non-saturating loss.")
@pytest.mark.concept("gan/non-saturating")
@pytest.mark.concept("gan/which-label-for-the-generator")
@pytest.mark.parametrize("shapes", SHAPES, ids=str)
def test_the_generators_loss(probes, rng, device, shapes):
    """The generator's loss is the mean of −ln D over the fake samples."""
    fake = draw(shapes[0], rng, device)
    assert_close(probes.loss("generator_loss", [fake]), (-fake.sigmoid().log()).mean())


@pytest.mark.asks("`saturating_loss(fake_logits)`: the mean of ln(1 − D) over the fake samples")
@pytest.mark.concept("gan/gradient-of-a-rejected-sample")
@pytest.mark.parametrize("shapes", SHAPES, ids=str)
def test_the_saturating_loss(probes, rng, device, shapes):
    """The saturating loss is the mean of ln(1 − D) over the fake samples."""
    fake = draw(shapes[0], rng, device)
    assert_close(probes.loss("saturating_loss", [fake]), (-fake).sigmoid().log().mean())


@pytest.mark.asks("and gradients flow to all logits")
@pytest.mark.concept("gan/detach-which")
@pytest.mark.parametrize("shapes", SHAPES, ids=str)
@pytest.mark.parametrize("name", NAMES)
def test_gradients(probes, rng, device, name, shapes):
    """The gradients of each loss with respect to all logits are right."""
    real, fake = (draw(shape, rng, device) for shape in shapes)
    expected = {
        "discriminator_loss": [(real.sigmoid() - 1) / real.numel(), fake.sigmoid() / fake.numel()],
        "generator_loss": [(fake.sigmoid() - 1) / fake.numel()],
        "saturating_loss": [-fake.sigmoid() / fake.numel()],
    }
    assert_close(gradients(probes, name, batches(name, real, fake)), expected[name])


@pytest.mark.asks("The result has the logits' dtype")
@pytest.mark.parametrize("dtype", [torch.float32, DOUBLE], ids=str)
@pytest.mark.parametrize("name", NAMES)
def test_the_dtype(probes, rng, device, name, dtype):
    """Each loss has the dtype of the logits."""
    real, fake = (draw((5, 1), rng, device).to(dtype) for _ in range(2))
    assert probes.loss(name, batches(name, real, fake)).dtype == dtype, "dtype of the loss"


@pytest.mark.asks("They are not modified.")
@pytest.mark.parametrize("name", NAMES)
def test_the_logits_stay(probes, rng, device, name):
    """The logits are not modified."""
    logits = batches(name, draw((5, 1), rng, device), draw((4, 1), rng, device))
    assert_close(probes.logits_afterwards(name, logits), logits, rtol=0, atol=0)


@pytest.mark.asks("The losses are numerically stable for logits of ±200, also in float32")
@pytest.mark.concept("gan/logits-not-probabilities")
@pytest.mark.parametrize("dtype", [torch.float32, DOUBLE], ids=str)
def test_large_logits_in_the_discriminators_loss(probes, device, dtype):
    """At logits of ±200 the discriminator's loss and its gradients have their limit values; nothing is infinite or NaN."""
    compare_at_large_logits(probes, "discriminator_loss", 200.0, [[0, -0.5], [0.5, 0]], device, dtype)


@pytest.mark.asks(
    "The losses are numerically stable for logits of ±200, also in float32",
    "at a fake sample's logit of −200, the non-saturating loss is 200 and its gradient −1",
)
@pytest.mark.concept("gan/logits-not-probabilities")
@pytest.mark.parametrize("dtype", [torch.float32, DOUBLE], ids=str)
def test_large_logits_in_the_generators_loss(probes, device, dtype):
    """At logits of ±200 the generator's loss and its gradients have their limit values; nothing is infinite or NaN."""
    compare_at_large_logits(probes, "generator_loss", 100.0, [[0, -0.5]], device, dtype)


@pytest.mark.asks("The losses are numerically stable for logits of ±200, also in float32")
@pytest.mark.concept("gan/logits-not-probabilities")
@pytest.mark.parametrize("dtype", [torch.float32, DOUBLE], ids=str)
def test_large_logits_in_the_saturating_loss(probes, device, dtype):
    """At logits of ±200 the saturating loss and its gradients have their limit values; nothing is infinite or NaN."""
    compare_at_large_logits(probes, "saturating_loss", -100.0, [[-0.5, 0]], device, dtype)


@pytest.mark.concept("gan/gradient-of-a-rejected-sample")
@pytest.mark.parametrize("dtype", [torch.float32, DOUBLE], ids=str)
def test_the_gradient_for_a_rejected_sample(probes, device, dtype):
    """At a logit of −10 the gradient of the non-saturating loss is −1/(1 + e⁻¹⁰), that of the saturating one −1/(1 + e¹⁰)."""
    rejected = torch.tensor([-10.0], dtype=dtype, device=device)
    seen = [gradients(probes, name, [rejected])[0] for name in ("generator_loss", "saturating_loss")]
    expected = [rejected.new_tensor([-1 / (1 + math.exp(-10))]), rejected.new_tensor([-1 / (1 + math.exp(10))])]
    assert_close(seen, expected, rtol=1e-4, atol=0)  # relative tolerance only, since one gradient is tiny


def compare_at_large_logits(probes, name, loss, gradients_of_the_mean, device, dtype):
    large = torch.tensor([200.0, -200.0], dtype=dtype, device=device)
    assert_close(probes.loss(name, batches(name, large, large)), large.new_tensor(loss))
    assert_close(gradients(probes, name, batches(name, large, large)), [large.new_tensor(each) for each in gradients_of_the_mean])


def draw(shape, rng, device):
    return 2 * torch.randn(shape, generator=rng, dtype=DOUBLE).to(device)


def batches(name, real, fake):
    return [real, fake] if name == "discriminator_loss" else [fake]


def gradients(probes, name, logits):
    seen = probes.gradients(name, logits)
    assert [gradient is not None for gradient in seen] == [True] * len(logits), "whether a gradient reaches each batch of logits"
    return seen
