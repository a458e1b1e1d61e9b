"""Mean and variance against Bayes' rule: x_{t−1} has one Gaussian given x_0 and one given x_t, and inverse variances add."""

import pytest
import torch
from torch.testing import assert_close

DOUBLE = torch.float64
T = 7
STEPS = [0, 1, 4, T - 1]
SHAPES = [(5, 2), (2, 1, 3, 4), (1, 3), (4,)]

pytestmark = [
    pytest.mark.given(
        "Both functions get x_t, with t = 0 … T − 1 a plain int",
        "α_t = 1 − β_t, and ᾱ_t is the product of α_0 to α_t",
    )
]


@pytest.fixture
def betas(rng, device):
    return (0.02 + 0.4 * torch.rand(T, generator=rng, dtype=DOUBLE)).to(device)


def test_two_numbers(probes, device):
    """With β = 0.19 and 0.36, a prediction of 0 and noise 1, x_t = 2 becomes 3.1 at t = 1 and 2.2222 at t = 0."""
    betas = torch.tensor([0.19, 0.36], device=device)
    x_t, one = torch.tensor([2.0], device=device), torch.tensor([1.0], device=device)
    seen = [probes.before(x_t, 0 * one, t, betas, one) for t in (1, 0)]
    assert_close(seen, [torch.tensor([3.1], device=device), torch.tensor([2 / 0.9], device=device)])


@pytest.mark.asks("`posterior_mean(x_t, x_0, t, betas)` returns the mean")
@pytest.mark.concept("diffusion/mean-at-step-zero")
@pytest.mark.parametrize("t", STEPS)
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_the_mean_where_the_data_is_known(probes, rng, betas, t, shape):
    """`posterior_mean` is the mean of q(x_{t−1} | x_t, x_0)."""
    x_t, x_0 = draw(2, shape, rng, betas)
    coef_x_0, coef_x_t, _ = posterior_of(t, betas)
    assert_close(probes.mean(x_t, x_0, t, betas), coef_x_0 * x_0 + coef_x_t * x_t)


@pytest.mark.asks("At t = 0, ᾱ_{t−1} is 1, and x_{t−1} is the clean data.")
@pytest.mark.concept("diffusion/mean-at-step-zero")
def test_the_mean_at_timestep_0(probes, rng, betas):
    """At t = 0 the posterior mean is x_0."""
    x_t, x_0 = draw(2, (4, 2), rng, betas)
    assert_close(probes.mean(x_t, x_0, 0, betas), x_0)


@pytest.mark.asks(
    "`reverse_step(x_t, noise_pred, t, betas, noise, posterior=False)` returns a sample of x_{t−1}",
    "where `noise_pred` is the predicted noise in x_t",
    "Its mean is 1/√α_t · (x_t − β_t / √(1 − ᾱ_t) · noise_pred).",
    "This equals the posterior mean for the x_0",
)
@pytest.mark.concept("diffusion/mean-from-noise")
@pytest.mark.parametrize("t", STEPS)
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_the_mean_of_a_step(probes, rng, betas, t, shape):
    """With `noise` 0, `reverse_step` returns the posterior mean for the x_0 that x_t and the prediction imply."""
    x_t, noise_pred = draw(2, shape, rng, betas)
    signal, sigma = forward(t, betas)
    coef_x_0, coef_x_t, _ = posterior_of(t, betas)
    seen = probes.before(x_t, noise_pred, t, betas, torch.zeros_like(x_t))
    assert_close(seen, coef_x_0 * (x_t - sigma * noise_pred) / signal + coef_x_t * x_t)


@pytest.mark.asks("is added to the mean with **variance** β_t")
@pytest.mark.concept("diffusion/noise-of-variance-beta")
@pytest.mark.parametrize("t", STEPS[1:])
@pytest.mark.parametrize("options", [{}, {"posterior": False}], ids=str)
def test_the_noise_of_a_step(probes, rng, betas, t, options):
    """By default the noise is added with variance β_t."""
    x_t, noise_pred, noise = draw(3, (4, 2), rng, betas)
    noisy, plain = (probes.before(x_t, noise_pred, t, betas, z, **options) for z in (noise, torch.zeros_like(noise)))
    assert_close(noisy - plain, betas[t].item() ** 0.5 * noise)


@pytest.mark.asks("or with `posterior=True` with variance")
@pytest.mark.concept("diffusion/two-variances")
@pytest.mark.parametrize("t", STEPS[1:])
def test_the_noise_of_a_posterior_step(probes, rng, betas, t):
    """With `posterior=True` the noise is added with variance β̃_t, that of q(x_{t−1} | x_t, x_0)."""
    x_t, noise_pred, noise = draw(3, (4, 2), rng, betas)
    noisy, plain = (probes.before(x_t, noise_pred, t, betas, z, posterior=True) for z in (noise, torch.zeros_like(noise)))
    assert_close(noisy - plain, posterior_of(t, betas)[2] ** 0.5 * noise)


@pytest.mark.asks("At t = 0 **no** noise is added: the mean is the result.")
@pytest.mark.concept("diffusion/no-noise-at-the-end")
@pytest.mark.parametrize("posterior", [False, True])
def test_the_last_step(probes, rng, betas, posterior):
    """At t = 0 no noise is added: with the right prediction the result is x_0."""
    x_0, true, noise = draw(3, (4, 2), rng, betas)
    signal, sigma = forward(0, betas)
    seen = probes.before(signal * x_0 + sigma * true, true, 0, betas, noise, posterior=posterior)
    assert_close(seen, x_0)


@pytest.mark.asks("Nothing is clamped.")
@pytest.mark.concept("diffusion/clamp-x0")
@pytest.mark.parametrize("t", STEPS)
def test_nothing_is_clamped_in_the_mean(probes, rng, betas, t):
    """`posterior_mean` clamps neither x_0 nor x_t, even if they are large."""
    x_t, x_0 = (30 * part for part in draw(2, (4, 2), rng, betas))
    coef_x_0, coef_x_t, _ = posterior_of(t, betas)
    assert_close(probes.mean(x_t, x_0, t, betas), coef_x_0 * x_0 + coef_x_t * x_t)


@pytest.mark.asks("Nothing is clamped.")
@pytest.mark.concept("diffusion/clamp-x0")
@pytest.mark.parametrize("t", STEPS)
def test_nothing_is_clamped_in_a_step(probes, rng, betas, t):
    """`reverse_step` clamps neither x_0, nor x_t, nor the noise, even if they are large."""
    x_t, other, noise = (30 * part for part in draw(3, (4, 2), rng, betas))
    signal, sigma = forward(t, betas)
    coef_x_0, coef_x_t, _ = posterior_of(t, betas)
    expected = coef_x_0 * (x_t - sigma * other) / signal + coef_x_t * x_t + (betas[t].sqrt() * noise if t else 0)
    assert_close(probes.before(x_t, other, t, betas, noise), expected)


@pytest.mark.asks("Gradients flow to x_t, x_0, noise_pred and noise.")
@pytest.mark.parametrize("t", STEPS)
def test_gradients_of_the_mean(probes, rng, betas, t):
    """Gradients of the posterior mean flow to x_t and to x_0."""
    x_t, x_0, weights = draw(3, (4, 2), rng, betas)
    coef_x_0, coef_x_t, _ = posterior_of(t, betas)
    assert_close(reached(probes.gradients_of_mean(x_t, x_0, t, betas, weights)), [coef_x_t * weights, coef_x_0 * weights])


@pytest.mark.asks("Gradients flow to x_t, x_0, noise_pred and noise.")
@pytest.mark.parametrize("t", STEPS[1:])
def test_gradients_of_a_step(probes, rng, betas, t):
    """Gradients of `reverse_step` flow to x_t, to noise_pred and to noise."""
    x_t, noise_pred, noise, weights = draw(4, (4, 2), rng, betas)
    signal, sigma = forward(t, betas)
    coef_x_0, coef_x_t, _ = posterior_of(t, betas)
    factors = [coef_x_0 / signal + coef_x_t, -coef_x_0 * sigma / signal, betas[t].item() ** 0.5]
    seen = probes.gradients_of_step(x_t, noise_pred, t, betas, noise, weights)
    assert_close(reached(seen), [factor * weights for factor in factors])


def test_a_schedule_of_one_step(probes, rng, device):
    """`reverse_step` works with a schedule of one timestep."""
    betas = torch.tensor([0.3], dtype=DOUBLE, device=device)
    x_t, noise_pred, noise = draw(3, (3, 2), rng, betas)
    assert_close(probes.before(x_t, noise_pred, 0, betas, noise), (x_t - 0.3**0.5 * noise_pred) / 0.7**0.5)


def test_the_mean_with_a_schedule_of_one_step(probes, rng, device):
    """With a schedule of one timestep the posterior mean is x_0."""
    betas = torch.tensor([0.3], dtype=DOUBLE, device=device)
    x_t, x_0 = draw(2, (3, 2), rng, betas)
    assert_close(probes.mean(x_t, x_0, 0, betas), x_0)


@pytest.mark.asks(
    "x_t, x_0, noise_pred and noise have the same shape (N, …) and dtype.", "The result has them, too, whatever the dtype of betas."
)
@pytest.mark.concept("diffusion/schedule-in-float64")
@pytest.mark.parametrize("dtype_of_x", [torch.float32, DOUBLE], ids=str)
@pytest.mark.parametrize("dtype_of_betas", [torch.float32, DOUBLE], ids=str)
@pytest.mark.parametrize("shape", [(3, 2), (1,)], ids=str)
def test_the_dtype_of_the_mean(probes, rng, betas, shape, dtype_of_x, dtype_of_betas):
    """The posterior mean has the dtype of x_t, whatever the dtype of the schedule."""
    x_t, x_0 = (part.to(dtype_of_x) for part in draw(2, shape, rng, betas))
    coef_x_0, coef_x_t, _ = posterior_of(3, betas)
    mean = probes.mean(x_t, x_0, 3, betas.to(dtype_of_betas))
    # β is 0.02 at least, and in float32 1 − ᾱ is off by some 6e-8.
    assert_close(mean, (coef_x_0 * x_0.double() + coef_x_t * x_t.double()).to(dtype_of_x), rtol=1e-4, atol=1e-4)


@pytest.mark.asks(
    "x_t, x_0, noise_pred and noise have the same shape (N, …) and dtype.", "The result has them, too, whatever the dtype of betas."
)
@pytest.mark.concept("diffusion/schedule-in-float64")
@pytest.mark.parametrize("dtype_of_x", [torch.float32, DOUBLE], ids=str)
@pytest.mark.parametrize("dtype_of_betas", [torch.float32, DOUBLE], ids=str)
@pytest.mark.parametrize("shape", [(3, 2), (1,)], ids=str)
def test_the_dtype_of_a_step(probes, rng, betas, shape, dtype_of_x, dtype_of_betas):
    """The result of `reverse_step` has the dtype of x_t, whatever the dtype of the schedule."""
    x_t, noise = (part.to(dtype_of_x) for part in draw(2, shape, rng, betas))
    stepped = probes.before(x_t, torch.zeros_like(x_t), 3, betas.to(dtype_of_betas), noise)
    exact = x_t.double() / (1 - betas[3]).sqrt() + betas[3].sqrt() * noise.double()
    assert_close(stepped, exact.to(dtype_of_x), rtol=1e-4, atol=1e-4)


@pytest.mark.asks("No argument is changed.")
@pytest.mark.parametrize("t", [0, 3])
def test_the_mean_leaves_its_arguments(probes, rng, betas, t):
    """`posterior_mean` changes no argument."""
    x_t, x_0 = draw(2, (3, 2), rng, betas)
    assert_close(probes.arguments("posterior_mean", x_t, x_0, t, betas), [x_t, x_0, betas], rtol=0, atol=0)


@pytest.mark.asks("No argument is changed.")
@pytest.mark.parametrize("t", [0, 3])
def test_a_step_leaves_its_arguments(probes, rng, betas, t):
    """`reverse_step` changes no argument."""
    x_t, other, noise = draw(3, (3, 2), rng, betas)
    assert_close(probes.arguments("reverse_step", x_t, other, t, betas, noise), [x_t, other, betas, noise], rtol=0, atol=0)


def draw(count, shape, rng, like):
    return [torch.randn(shape, generator=rng, dtype=DOUBLE).to(like) for _ in range(count)]


def forward(t, betas):
    """The factors of data and noise in x_t, computed timestep by timestep."""
    signal, variance = 1.0, 0.0
    for beta in betas.tolist()[: t + 1]:
        signal, variance = (1 - beta) ** 0.5 * signal, (1 - beta) * variance + beta
    return signal, variance**0.5


def posterior_of(t, betas):
    """The coefficients of x_0 and x_t in the mean of q(x_{t−1} | x_t, x_0), and its variance."""
    if t == 0:
        return 1.0, 0.0, 0.0
    beta, (signal, sigma) = betas[t].item(), forward(t - 1, betas)
    precision_x_0, precision_x_t = 1 / sigma**2, (1 - beta) / beta
    variance = 1 / (precision_x_0 + precision_x_t)
    return signal * precision_x_0 * variance, (1 - beta) ** 0.5 / beta * variance, variance


def reached(gradients):
    assert all(gradient is not None for gradient in gradients), "no gradient reaches one of the arguments"
    return gradients
