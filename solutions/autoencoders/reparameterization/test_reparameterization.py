"""The divergence against torch.distributions; the sample by its exact derivatives, and its distribution by a test that seldom errs."""

import math

import pytest
import torch
from torch.distributions import Normal, kl_divergence
from torch.testing import assert_close

DOUBLE = torch.float64
# The distance between the distribution function of n independent samples and the true one exceeds d with probability 2·exp(−2nd²) at most
# (Dvoretzky, Kiefer, Wolfowitz; Massart's constant). One in 10⁹ a comparison, seven comparisons a run: a right answer fails in fewer
# than one of 10⁸ runs.
FALSE_ALARM = 1e-9
# The only device apart from the CPU that every machine has. It holds shapes and no values, and does not mix with another.
NO_VALUES = "meta"


@pytest.mark.asks(
    "`reparameterise(mu, logvar, training)`",
    "In training it returns one sample a number, of shape (N, D)",
    "`mu` and `logvar` have the shape (N, D), N and D ≥ 1",
)
@pytest.mark.parametrize("shape", [(5, 3), (1, 4), (6, 1), (1, 1)], ids=str)
def test_the_shape_of_the_sample(probes, rng, device, shape):
    """In training there is one sample for each element of mu."""
    mu, logvar, _ = draw(shape, rng, device)
    assert tuple(probes.sampled(mu, logvar, training=True)[0].shape) == shape, "shape of the sample"


@pytest.mark.asks("normally distributed with mean mu and variance exp(logvar)")
@pytest.mark.concept("autoencoders/std-from-logvar")
@pytest.mark.parametrize("logvar", [math.log(4), math.log(0.09), 20.0, -20.0])
def test_mean_and_spread(probes, rng, device, logvar):
    """The samples are normal, with mean mu and the standard deviation that belongs to logvar: 2 where logvar is ln 4."""
    mu = (10 * torch.randn(2000, 10, generator=rng, dtype=DOUBLE)).to(device)
    (z,) = probes.sampled(mu, torch.full_like(mu, logvar), training=True)
    is_standard_normal((z - mu) / math.exp(logvar / 2), "(z − mu) / std")


@pytest.mark.asks("All N · D samples are independent of each other, and each call draws new ones")
@pytest.mark.concept("autoencoders/reparameterisation-formula")
def test_each_element_has_noise_of_its_own(probes, rng, device):
    """The noise of each element is independent of all others, in its row, in its column, and in the next call."""
    mu, logvar, _ = draw((4000, 6), rng, device)
    first, second = ((z - mu) / (logvar / 2).exp() for z in probes.sampled(mu, logvar, training=True, calls=2))
    # Sums of n independent standard normals, over √n, are standard normals again. Signs at random: sums that cancel would hide.
    signs = (torch.randint(2, (2, 6), generator=rng) * 2 - 1).to(device)
    is_standard_normal((first * signs[0]).sum(1) / 6**0.5, "the sum over a row, over √6,")
    is_standard_normal(first.reshape(200, 20, 6).sum(1) / 20**0.5, "the sum over 20 elements of a column, over √20,")
    is_standard_normal((first + second) / 2**0.5, "the sum of two calls, over √2,")


@pytest.mark.asks("from torch's global generator")
def test_torchs_generator(probes, rng, device):
    """The noise comes from torch's global generator: after the same seed it is the same, after another seed another."""
    mu, logvar, _ = draw((4, 3), rng, device)
    first, second, third = probes.sampled_after_seeds([1, 2, 1], mu, logvar)
    assert (first != second).all(), "another seed gave the same sample"
    assert_close(third, first)


@pytest.mark.asks("The sample is differentiable")
@pytest.mark.concept("autoencoders/no-gradient-through-normal")
@pytest.mark.concept("autoencoders/std-from-logvar")
@pytest.mark.parametrize("shape", [(5, 3), (1, 1)], ids=str)
def test_the_gradient_of_the_sample(probes, rng, device, shape):
    """The sample passes its gradient on to mu as it is, and to logvar multiplied by half of what the noise has added."""
    mu, logvar, weights = draw(shape, rng, device)
    seen = probes.sample_gradients(mu, logvar, weights)
    assert [gradient is not None for gradient in seen["gradients"]] == [True, True], "whether a gradient reaches mu and logvar"
    assert_close(seen["gradients"], [weights, weights * (seen["sample"] - mu) / 2])


@pytest.mark.asks("With `training=False` it returns the values of `mu`")
@pytest.mark.concept("autoencoders/eval-uses-mu")
@pytest.mark.parametrize("dtype", [torch.float32, DOUBLE], ids=str)
def test_evaluation_gives_the_means(probes, rng, device, dtype):
    """With `training=False` the sample is mu, each time."""
    mu, logvar, _ = (part.to(dtype) for part in draw((4, 3), rng, device))
    assert_close(probes.sampled(mu, logvar, training=False, calls=2), [mu, mu], rtol=0, atol=0)


@pytest.mark.concept("autoencoders/kl-zero")
def test_divergences_by_the_numbers(probes, device):
    """The divergence of a standard normal is 0, a mean of 3 adds 4.5, and a narrow or a wide distribution adds what it should."""
    mu = torch.tensor([[0.0, 0.0], [0.0, 3.0], [0.0, 0.0], [0.0, 0.0]], dtype=DOUBLE, device=device)
    logvar = torch.tensor([[0.0, 0.0], [0.0, 0.0], [math.log(4), 0.0], [-20.0, 20.0]], dtype=DOUBLE, device=device)
    wide = (math.exp(20) + math.exp(-20) - 2) / 2
    expected = torch.tensor([0.0, 4.5, 1.5 - math.log(2), wide], dtype=DOUBLE, device=device)
    assert_close(probes.divergence(mu, logvar), expected)


@pytest.mark.asks(
    "`kl_to_standard_normal(mu, logvar)`",
    "Returns one number for each row, shape (N,)",
    "For a single number it is",
    "and for independent numbers it is the sum",
)
@pytest.mark.concept("autoencoders/kl-closed-form")
@pytest.mark.concept("autoencoders/kl-sums-over-the-code")
@pytest.mark.parametrize("shape", [(5, 3), (1, 4), (6, 1), (1, 1)], ids=str)
def test_the_divergence(probes, rng, device, shape):
    """There is one divergence per row, the sum over its elements."""
    mu, logvar, _ = draw(shape, rng, device)
    assert_close(probes.divergence(mu, logvar), expected_divergence(mu, logvar))


@pytest.mark.asks("It is differentiable in both.")
@pytest.mark.concept("autoencoders/kl-closed-form")
@pytest.mark.parametrize("shape", [(5, 3), (1, 1)], ids=str)
def test_the_gradient_of_the_divergence(probes, rng, device, shape):
    """The gradients of the divergence with respect to mu and logvar are right."""
    mu, logvar, weights = draw(shape, rng, device)
    leaves = [mu.clone().requires_grad_(), logvar.clone().requires_grad_()]
    gradients = torch.autograd.grad((expected_divergence(*leaves) * weights[:, 0]).sum(), leaves)
    seen = probes.divergence_gradients(mu, logvar, weights[:, 0])
    assert [gradient is not None for gradient in seen] == [True, True], "whether a gradient reaches mu and logvar"
    assert_close(seen, list(gradients))


@pytest.mark.asks("Dtype and device are those of the inputs")
@pytest.mark.parametrize("dtype", [torch.float32, DOUBLE], ids=str)
def test_the_dtype(probes, rng, device, dtype):
    """Samples and divergences have the dtype of the inputs."""
    mu, logvar, _ = (part.to(dtype) for part in draw((4, 3), rng, device))
    seen = [probes.sampled(mu, logvar, training=True)[0], probes.divergence(mu, logvar)]
    assert [str(each.dtype) for each in seen] == [str(dtype)] * 2, "dtypes of the sample and of the divergences"


@pytest.mark.asks("Dtype and device are those of the inputs")
def test_another_device(probes, rng, device):
    """For inputs on another device, samples and divergences are there, too."""
    mu, logvar, _ = draw((4, 3), rng, device)
    expected = [f"(4, 3) on {NO_VALUES}"] * 2 + [f"(4,) on {NO_VALUES}"]
    assert probes.elsewhere(mu, logvar, NO_VALUES) == expected, "shapes and devices of a sample, of mu, and of the divergences"


@pytest.mark.asks("the inputs are not changed")
def test_the_inputs_stay(probes, rng, device):
    """Neither function changes mu or logvar."""
    mu, logvar, _ = draw((4, 3), rng, device)
    assert_close(probes.inputs_afterwards(mu, logvar), [mu, logvar], rtol=0, atol=0)


def expected_divergence(mu, logvar):
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
    limit = math.sqrt(math.log(2 / FALSE_ALARM) / (2 * n))
    mean, std = values.mean().item(), values.std(correction=0).item()
    assert distance <= limit, f"{what} should be standard normal; it has mean {mean:.3f} and standard deviation {std:.3f}"
