"""The divergence against torch.distributions; the sample by its exact derivatives, and its distribution by a test that seldom errs."""

import math

import pytest
import torch
from torch.distributions import Normal, kl_divergence
from torch.testing import assert_close

DOUBLE = torch.float64
# The distance between the distribution function of n independent samples and the true one exceeds d with probability 2·exp(−2nd²) at most
# (Dvoretzky, Kiefer, Wolfowitz; Massart's constant). One in 10⁹ a comparison, some six comparisons a run: a right answer fails in fewer
# than one of 10⁸ runs.
FALSE_ALARM = 1e-9


@pytest.mark.concept("autoencoders/no-gradient-through-normal")
@pytest.mark.concept("autoencoders/std-from-logvar")
@pytest.mark.parametrize("shape", [(5, 3), (1, 1)], ids=str)
def test_the_gradient_of_the_sample(probes, rng, device, shape):
    """The sample passes its gradient on to mu as it is, and to logvar multiplied by half of what the noise has added."""
    mu, logvar, weights = draw(shape, rng, device)
    seen = probes.sample_gradients(mu, logvar, weights)
    assert seen["sample"].shape == mu.shape
    assert all(g is not None for g in seen["gradients"]), "the gradient does not reach mu and logvar"
    assert_close(seen["gradients"], [weights, weights * (seen["sample"] - mu) / 2])


@pytest.mark.concept("autoencoders/std-from-logvar")
@pytest.mark.parametrize("variance", [4.0, 0.09], ids=str)
def test_mean_and_spread(probes, rng, device, variance):
    """The samples are normal, with mean mu and the standard deviation that belongs to logvar: 2 where logvar is ln 4."""
    mu = (10 * torch.randn(2000, 10, generator=rng, dtype=DOUBLE)).to(device)
    z = probes.sampled(mu, torch.full_like(mu, math.log(variance)), training=True)["samples"][0]
    assert_close(z.shape, mu.shape)
    is_standard_normal((z - mu) / variance**0.5, "(z − mu) / std")


@pytest.mark.concept("autoencoders/reparameterisation-formula")
def test_each_number_has_noise_of_its_own(probes, rng, device):
    """The noise of no number tells anything of another's, in its row, in its column, or in the next call."""
    mu, logvar, _ = draw((4000, 6), rng, device)
    first, second = ((z - mu) / (logvar / 2).exp() for z in probes.sampled(mu, logvar, training=True, calls=2)["samples"])
    # Sums of n independent standard normals, over √n, are standard normals again. Signs at random: sums that cancel would hide.
    signs = (torch.randint(2, (2, 6), generator=rng) * 2 - 1).to(device)
    is_standard_normal((first * signs[0]).sum(1) / 6**0.5, "the sum over a row")
    is_standard_normal(first.reshape(200, 20, 6).sum(1) / 20**0.5, "the sum over a column")
    is_standard_normal((first + second) / 2**0.5, "the sum of two calls")


@pytest.mark.concept("autoencoders/eval-uses-mu")
@pytest.mark.parametrize("dtype", [torch.float32, DOUBLE], ids=str)
def test_evaluation_gives_the_means(probes, rng, device, dtype):
    """With `training=False` the sample is mu, each time."""
    mu, logvar, _ = (part.to(dtype) for part in draw((4, 3), rng, device))
    seen = probes.sampled(mu, logvar, training=False, calls=2)
    assert_close(seen["samples"], [mu, mu], rtol=0, atol=0)


@pytest.mark.parametrize("dtype", [torch.float32, DOUBLE], ids=str)
def test_dtype_and_inputs(probes, rng, device, dtype):
    """Sample and divergence have the dtype of the inputs, which are not changed."""
    mu, logvar, _ = (part.to(dtype) for part in draw((4, 3), rng, device))
    seen = probes.sampled(mu, logvar, training=True)
    assert_close(seen["inputs"], [mu, logvar], rtol=0, atol=0)
    assert seen["samples"][0].dtype == dtype
    seen = probes.divergence(mu, logvar, torch.ones(4, dtype=dtype, device=device))
    assert_close(seen["inputs"], [mu, logvar], rtol=0, atol=0)
    assert seen["kl"].dtype == dtype


@pytest.mark.concept("autoencoders/kl-closed-form")
@pytest.mark.parametrize("shape", [(5, 3), (1, 4), (6, 1), (1, 1)], ids=str)
def test_the_divergence(probes, rng, device, shape):
    """There is one divergence a row, the sum over its numbers, and its gradients are right."""
    mu, logvar, weights = draw(shape, rng, device)
    leaves = [mu.clone().requires_grad_(), logvar.clone().requires_grad_()]
    standard = Normal(torch.zeros_like(mu), torch.ones_like(mu))
    expected = kl_divergence(Normal(leaves[0], (leaves[1] / 2).exp()), standard).sum(1)
    gradients = torch.autograd.grad((expected * weights[:, 0]).sum(), leaves)
    seen = probes.divergence(mu, logvar, weights[:, 0])
    assert_close(seen["kl"], expected.detach())
    assert all(g is not None for g in seen["gradients"]), "the gradient does not reach mu and logvar"
    assert_close(seen["gradients"], list(gradients))


@pytest.mark.concept("autoencoders/kl-zero")
def test_the_numbers_of_the_task(probes, device):
    """The divergence of a standard normal is 0, and a mean of 3 adds 4.5; so does a narrow or a wide cloud what it should."""
    mu = torch.tensor([[0.0, 0.0], [0.0, 3.0], [0.0, 0.0], [0.0, 0.0]], dtype=DOUBLE, device=device)
    logvar = torch.tensor([[0.0, 0.0], [0.0, 0.0], [math.log(4), 0.0], [-20.0, 20.0]], dtype=DOUBLE, device=device)
    wide = (math.exp(20) + math.exp(-20) - 2) / 2
    expected = torch.tensor([0.0, 4.5, 1.5 - math.log(2), wide], dtype=DOUBLE, device=device)
    assert_close(probes.divergence(mu, logvar, torch.ones(4, dtype=DOUBLE, device=device))["kl"], expected)


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
