"""The KL divergence against torch.distributions, the sample by its exact derivatives, its distribution by a statistical test."""

import math

import pytest
import torch
from torch.distributions import Normal, kl_divergence
from torch.testing import assert_close

pytestmark = pytest.mark.given("The encoder of a variational autoencoder outputs a Gaussian", "Training samples z from it")

DOUBLE = torch.float64
# The distance between the distribution function of n independent samples and the true one exceeds d with probability 2·exp(−2nd²) at most
# (Dvoretzky, Kiefer, Wolfowitz; Massart's constant). With 10⁻⁹ per comparison and seven comparisons per run, a correct
# answer fails in fewer than one of 10⁸ runs.
FALSE_POSITIVE = 1e-9
# The only device apart from the CPU that every machine has. It has shapes but no values, and does not mix with others.
NO_VALUES = "meta"


@pytest.mark.asks(
    "`reparameterise(mu, logvar, training)`",
    "With `training=True` it returns one sample per element, shape (N, D)",
    "`mu` and `logvar` have the shape (N, D), N and D ≥ 1",
)
@pytest.mark.parametrize("shape", [(5, 3), (1, 4), (6, 1), (1, 1)], ids=str)
def test_the_shape_of_the_sample(probes, rng, device, shape):
    """With `training=True` the sample has the shape of mu."""
    mu, logvar, _ = draw(shape, rng, device)
    assert tuple(probes.sampled(mu, logvar, training=True)[0].shape) == shape, "shape of the sample"


@pytest.mark.asks("normally distributed with mean mu and variance exp(logvar)")
@pytest.mark.concept("autoencoders/std-from-logvar")
@pytest.mark.parametrize("logvar", [math.log(4), math.log(0.09), 20.0, -20.0])
def test_mean_and_standard_deviation(probes, rng, device, logvar):
    """The samples are normal, with mean mu and standard deviation exp(logvar / 2): 2 where logvar is ln 4."""
    mu = (10 * torch.randn(2000, 10, generator=rng, dtype=DOUBLE)).to(device)
    (z,) = probes.sampled(mu, torch.full_like(mu, logvar), training=True)
    is_standard_normal((z - mu) / math.exp(logvar / 2), "(z − mu) / std")


@pytest.mark.asks("All N · D samples are independent of each other, and each call draws new ones")
@pytest.mark.concept("autoencoders/reparameterization-formula")
def test_each_element_has_its_own_noise(probes, rng, device):
    """The noise is independent between elements of a row and of a column, and between calls."""
    mu, logvar, _ = draw((4000, 6), rng, device)
    first, second = ((z - mu) / (logvar / 2).exp() for z in probes.sampled(mu, logvar, training=True, calls=2))
    # The sum of n independent standard normals, divided by √n, is standard normal. Random signs, so that dependent noise cannot cancel.
    signs = (torch.randint(2, (2, 6), generator=rng) * 2 - 1).to(device)
    is_standard_normal((first * signs[0]).sum(1) / 6**0.5, "the sum over a row, over √6,")
    is_standard_normal(first.reshape(200, 20, 6).sum(1) / 20**0.5, "the sum over 20 elements of a column, over √20,")
    is_standard_normal((first + second) / 2**0.5, "the sum of two calls, over √2,")


@pytest.mark.asks("from torch's global generator")
def test_torchs_generator(probes, rng, device):
    """The noise comes from torch's global generator: the same seed gives the same noise, another seed other noise."""
    mu, logvar, _ = draw((4, 3), rng, device)
    first, second, third = probes.sampled_after_seeds([1, 2, 1], mu, logvar)
    assert (first != second).all(), "another seed gave the same sample"
    assert_close(third, first)


@pytest.mark.asks("Gradients flow to mu (∂z/∂mu = 1) and to logvar")
@pytest.mark.concept("autoencoders/no-gradient-through-normal")
@pytest.mark.concept("autoencoders/std-from-logvar")
@pytest.mark.parametrize("shape", [(5, 3), (1, 1)], ids=str)
def test_the_gradient_of_the_sample(probes, rng, device, shape):
    """The gradients of the sample are ∂z/∂mu = 1 and ∂z/∂logvar = (z − mu) / 2."""
    mu, logvar, weights = draw(shape, rng, device)
    seen = probes.sample_gradients(mu, logvar, weights)
    assert [gradient is not None for gradient in seen["gradients"]] == [True, True], "whether a gradient reaches mu and logvar"
    assert_close(seen["gradients"], [weights, weights * (seen["sample"] - mu) / 2])


@pytest.mark.asks("With `training=False` it returns the values of `mu`")
@pytest.mark.concept("autoencoders/eval-uses-mu")
@pytest.mark.parametrize("dtype", [torch.float32, DOUBLE], ids=str)
def test_evaluation_gives_the_means(probes, rng, device, dtype):
    """With `training=False` the result is mu, in every call."""
    mu, logvar, _ = (part.to(dtype) for part in draw((4, 3), rng, device))
    assert_close(probes.sampled(mu, logvar, training=False, calls=2), [mu, mu], rtol=0, atol=0)


@pytest.mark.concept("autoencoders/kl-zero")
def test_known_kl_values(probes, device):
    """The KL divergence is 0 for mu = logvar = 0, 4.5 for a mean of 3, and right for narrow and wide Gaussians."""
    mu = torch.tensor([[0.0, 0.0], [0.0, 3.0], [0.0, 0.0], [0.0, 0.0]], dtype=DOUBLE, device=device)
    logvar = torch.tensor([[0.0, 0.0], [0.0, 0.0], [math.log(4), 0.0], [-20.0, 20.0]], dtype=DOUBLE, device=device)
    wide = (math.exp(20) + math.exp(-20) - 2) / 2
    expected = torch.tensor([0.0, 4.5, 1.5 - math.log(2), wide], dtype=DOUBLE, device=device)
    assert_close(probes.kl_divergences(mu, logvar), expected)


@pytest.mark.asks(
    "`kl_to_standard_normal(mu, logvar)`",
    "Returns one value per sample, shape (N,)",
    "For a single dimension it is",
    "and for D independent dimensions it is the sum",
)
@pytest.mark.concept("autoencoders/kl-closed-form")
@pytest.mark.concept("autoencoders/kl-sums-over-the-latent")
@pytest.mark.parametrize("shape", [(5, 3), (1, 4), (6, 1), (1, 1)], ids=str)
def test_the_kl_divergence(probes, rng, device, shape):
    """There is one KL divergence per sample, the sum over its D dimensions."""
    mu, logvar, _ = draw(shape, rng, device)
    assert_close(probes.kl_divergences(mu, logvar), expected_kl(mu, logvar))


@pytest.mark.asks("It is differentiable with respect to both arguments.")
@pytest.mark.concept("autoencoders/kl-closed-form")
@pytest.mark.parametrize("shape", [(5, 3), (1, 1)], ids=str)
def test_the_gradient_of_the_kl_divergence(probes, rng, device, shape):
    """The gradients of the KL divergence with respect to mu and logvar are right."""
    mu, logvar, weights = draw(shape, rng, device)
    leaves = [mu.clone().requires_grad_(), logvar.clone().requires_grad_()]
    gradients = torch.autograd.grad((expected_kl(*leaves) * weights[:, 0]).sum(), leaves)
    seen = probes.kl_gradients(mu, logvar, weights[:, 0])
    assert [gradient is not None for gradient in seen] == [True, True], "whether a gradient reaches mu and logvar"
    assert_close(seen, list(gradients))


@pytest.mark.asks("Dtype and device are those of the inputs")
@pytest.mark.parametrize("dtype", [torch.float32, DOUBLE], ids=str)
def test_the_dtype(probes, rng, device, dtype):
    """Samples and KL divergences have the dtype of the inputs."""
    mu, logvar, _ = (part.to(dtype) for part in draw((4, 3), rng, device))
    seen = [probes.sampled(mu, logvar, training=True)[0], probes.kl_divergences(mu, logvar)]
    assert [str(each.dtype) for each in seen] == [str(dtype)] * 2, "dtypes of the sample and of the KL divergences"


@pytest.mark.asks("Dtype and device are those of the inputs")
def test_another_device(probes, rng, device):
    """Samples and KL divergences are on the device of the inputs."""
    mu, logvar, _ = draw((4, 3), rng, device)
    expected = [f"(4, 3) on {NO_VALUES}"] * 2 + [f"(4,) on {NO_VALUES}"]
    assert probes.on_another_device(mu, logvar, NO_VALUES) == expected, "shapes and devices of a sample, of mu, and of the KL divergences"


@pytest.mark.asks("the inputs are not modified")
def test_the_inputs_stay(probes, rng, device):
    """Neither function modifies mu or logvar."""
    mu, logvar, _ = draw((4, 3), rng, device)
    assert_close(probes.inputs_afterwards(mu, logvar), [mu, logvar], rtol=0, atol=0)


def expected_kl(mu, logvar):
    standard = Normal(torch.zeros_like(mu), torch.ones_like(mu))
    return kl_divergence(Normal(mu, (logvar / 2).exp()), standard).sum(1)


def draw(shape, rng, device):
    """mu, logvar and weights."""
    return [torch.randn(shape, generator=rng, dtype=DOUBLE).to(device) for _ in range(3)]


def is_standard_normal(values, what):
    values = values.detach().cpu().double().flatten().sort().values
    n = len(values)
    steps = torch.arange(n + 1, dtype=DOUBLE) / n
    normal = Normal(torch.zeros((), dtype=DOUBLE), torch.ones((), dtype=DOUBLE)).cdf(values)
    distance = torch.maximum(steps[1:] - normal, normal - steps[:-1]).max().item()
    limit = math.sqrt(math.log(2 / FALSE_POSITIVE) / (2 * n))
    mean, std = values.mean().item(), values.std(correction=0).item()
    assert distance <= limit, f"{what} should be standard normal; it has mean {mean:.3f} and standard deviation {std:.3f}"
