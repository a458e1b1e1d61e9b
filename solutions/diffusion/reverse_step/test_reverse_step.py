"""Mean and variance against Bayes' rule: x before the step is known from the data and from x after it, and precisions add."""

import pytest
import torch
from torch.testing import assert_close

DOUBLE = torch.float64
T = 7
STEPS = [0, 1, 4, T - 1]
SHAPES = [(5, 2), (2, 1, 3, 4), (1, 3), (4,)]

pytestmark = [
    pytest.mark.given(
        "Both get x after step t, with t = 0 … T − 1 a plain int",
        "α_t = 1 − β_t, and ᾱ_t is the product of α_0 to α_t",
    )
]


@pytest.fixture
def betas(rng, device):
    return (0.02 + 0.4 * torch.rand(T, generator=rng, dtype=DOUBLE)).to(device)


def test_two_numbers(probes, device):
    """With β = 0.19 and 0.36, 2 becomes 3.1 at step 1 with a noise of 1, and 2.2222 at step 0, if nothing is predicted."""
    betas = torch.tensor([0.19, 0.36], device=device)
    x, one = torch.tensor([2.0], device=device), torch.tensor([1.0], device=device)
    seen = [probes.before(x, 0 * one, step, betas, one) for step in (1, 0)]
    assert_close(seen, [torch.tensor([3.1], device=device), torch.tensor([2 / 0.9], device=device)])


@pytest.mark.asks("`posterior_mean(x, start, step, betas)` returns the mean")
@pytest.mark.concept("diffusion/mean-at-step-zero")
@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_the_mean_where_the_data_is_known(probes, rng, betas, step, shape):
    """`posterior_mean` is the mean of x_{t−1}, given x_t and the data."""
    x, start = draw(2, shape, rng, betas)
    of_start, of_x, _ = look_back(step, betas)
    assert_close(probes.mean(x, start, step, betas), of_start * start + of_x * x)


@pytest.mark.asks("before step 0 it is 1.")
@pytest.mark.concept("diffusion/mean-at-step-zero")
def test_the_mean_at_timestep_0(probes, rng, betas):
    """At timestep 0 the posterior mean is the data."""
    x, start = draw(2, (4, 2), rng, betas)
    assert_close(probes.mean(x, start, 0, betas), start)


@pytest.mark.asks(
    "`reverse_step(x, predicted, step, betas, noise, posterior=False)` returns a sample of x before the step",
    "the noise in x is `predicted`",
    "Its mean is 1/√α_t · (x − β_t / √(1 − ᾱ_t) · predicted).",
    "It is the same mean: put the `start`",
)
@pytest.mark.concept("diffusion/mean-from-noise")
@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_the_mean_of_a_step(probes, rng, betas, step, shape):
    """Where `noise` is 0, a step gives the mean for the data that belongs to the predicted noise."""
    x, predicted = draw(2, shape, rng, betas)
    signal, rest = forward(step, betas)
    of_start, of_x, _ = look_back(step, betas)
    seen = probes.before(x, predicted, step, betas, torch.zeros_like(x))
    assert_close(seen, of_start * (x - rest * predicted) / signal + of_x * x)


@pytest.mark.asks("is added to the mean with **variance** β_t")
@pytest.mark.concept("diffusion/noise-of-variance-beta")
@pytest.mark.parametrize("step", STEPS[1:])
@pytest.mark.parametrize("options", [{}, {"posterior": False}], ids=str)
def test_the_noise_of_a_step(probes, rng, betas, step, options):
    """Noise is added with variance β_t."""
    x, predicted, noise = draw(3, (4, 2), rng, betas)
    noisy, plain = (probes.before(x, predicted, step, betas, z, **options) for z in (noise, torch.zeros_like(noise)))
    assert_close(noisy - plain, betas[step].item() ** 0.5 * noise)


@pytest.mark.asks("or with `posterior=True` with variance")
@pytest.mark.concept("diffusion/two-variances")
@pytest.mark.parametrize("step", STEPS[1:])
def test_the_noise_of_a_posterior_step(probes, rng, betas, step):
    """With `posterior=True` noise is added with variance β̃_t, that of x_{t−1} where the data is known."""
    x, predicted, noise = draw(3, (4, 2), rng, betas)
    noisy, plain = (probes.before(x, predicted, step, betas, z, posterior=True) for z in (noise, torch.zeros_like(noise)))
    assert_close(noisy - plain, look_back(step, betas)[2] ** 0.5 * noise)


@pytest.mark.asks("At step 0 **no** noise is added: the mean is the result.")
@pytest.mark.concept("diffusion/no-noise-at-the-end")
@pytest.mark.parametrize("posterior", [False, True])
def test_the_last_step(probes, rng, betas, posterior):
    """At timestep 0 no noise is added: where the prediction is right, the data comes back."""
    start, true, noise = draw(3, (4, 2), rng, betas)
    signal, rest = forward(0, betas)
    seen = probes.before(signal * start + rest * true, true, 0, betas, noise, posterior=posterior)
    assert_close(seen, start)


@pytest.mark.asks("Nothing is clamped.")
@pytest.mark.concept("diffusion/clamp-the-start")
@pytest.mark.parametrize("step", STEPS)
def test_nothing_is_clamped_in_the_mean(probes, rng, betas, step):
    """`posterior_mean` takes large values like others: neither the data nor x is clamped."""
    x, start = (30 * part for part in draw(2, (4, 2), rng, betas))
    of_start, of_x, _ = look_back(step, betas)
    assert_close(probes.mean(x, start, step, betas), of_start * start + of_x * x)


@pytest.mark.asks("Nothing is clamped.")
@pytest.mark.concept("diffusion/clamp-the-start")
@pytest.mark.parametrize("step", STEPS)
def test_nothing_is_clamped_in_a_step(probes, rng, betas, step):
    """A step takes large values like others: neither the data, nor x, nor the noise is clamped."""
    x, other, noise = (30 * part for part in draw(3, (4, 2), rng, betas))
    signal, rest = forward(step, betas)
    of_start, of_x, _ = look_back(step, betas)
    expected = of_start * (x - rest * other) / signal + of_x * x + (betas[step].sqrt() * noise if step else 0)
    assert_close(probes.before(x, other, step, betas, noise), expected)


@pytest.mark.asks("Gradients flow.")
@pytest.mark.parametrize("step", STEPS)
def test_gradients_of_the_mean(probes, rng, betas, step):
    """Gradients of the posterior mean flow to x and to the data."""
    x, start, weights = draw(3, (4, 2), rng, betas)
    of_start, of_x, _ = look_back(step, betas)
    assert_close(reached(probes.gradients_of_mean(x, start, step, betas, weights)), [of_x * weights, of_start * weights])


@pytest.mark.asks("Gradients flow.")
@pytest.mark.parametrize("step", STEPS[1:])
def test_gradients_of_a_step(probes, rng, betas, step):
    """Gradients of a step flow to x, to the predicted noise and to the noise that is added."""
    x, predicted, noise, weights = draw(4, (4, 2), rng, betas)
    signal, rest = forward(step, betas)
    of_start, of_x, _ = look_back(step, betas)
    factors = [of_start / signal + of_x, -of_start * rest / signal, betas[step].item() ** 0.5]
    seen = probes.gradients_of_step(x, predicted, step, betas, noise, weights)
    assert_close(reached(seen), [factor * weights for factor in factors])


def test_a_schedule_of_one_step(probes, rng, device):
    """A step works with a schedule of one step, too."""
    betas = torch.tensor([0.3], dtype=DOUBLE, device=device)
    x, predicted, noise = draw(3, (3, 2), rng, betas)
    assert_close(probes.before(x, predicted, 0, betas, noise), (x - 0.3**0.5 * predicted) / 0.7**0.5)


def test_the_mean_with_a_schedule_of_one_step(probes, rng, device):
    """With a schedule of one step the posterior mean is the data."""
    betas = torch.tensor([0.3], dtype=DOUBLE, device=device)
    x, start = draw(2, (3, 2), rng, betas)
    assert_close(probes.mean(x, start, 0, betas), start)


@pytest.mark.asks("x, start, predicted and noise have the same shape (N, …) and dtype;", "the result, too, whatever the dtype of betas.")
@pytest.mark.concept("diffusion/schedule-in-float64")
@pytest.mark.parametrize("dtype_of_x", [torch.float32, DOUBLE], ids=str)
@pytest.mark.parametrize("dtype_of_betas", [torch.float32, DOUBLE], ids=str)
@pytest.mark.parametrize("shape", [(3, 2), (1,)], ids=str)
def test_the_dtype_of_the_mean(probes, rng, betas, shape, dtype_of_x, dtype_of_betas):
    """The posterior mean has the dtype of x, whatever the dtype of the schedule."""
    x, start = (part.to(dtype_of_x) for part in draw(2, shape, rng, betas))
    of_start, of_x, _ = look_back(3, betas)
    mean = probes.mean(x, start, 3, betas.to(dtype_of_betas))
    # β is 0.02 at least, and in float32 1 − ᾱ is off by some 6e-8.
    assert_close(mean, (of_start * start.double() + of_x * x.double()).to(dtype_of_x), rtol=1e-4, atol=1e-4)


@pytest.mark.asks("x, start, predicted and noise have the same shape (N, …) and dtype;", "the result, too, whatever the dtype of betas.")
@pytest.mark.concept("diffusion/schedule-in-float64")
@pytest.mark.parametrize("dtype_of_x", [torch.float32, DOUBLE], ids=str)
@pytest.mark.parametrize("dtype_of_betas", [torch.float32, DOUBLE], ids=str)
@pytest.mark.parametrize("shape", [(3, 2), (1,)], ids=str)
def test_the_dtype_of_a_step(probes, rng, betas, shape, dtype_of_x, dtype_of_betas):
    """The result of a step has the dtype of x, whatever the dtype of the schedule."""
    x, noise = (part.to(dtype_of_x) for part in draw(2, shape, rng, betas))
    stepped = probes.before(x, torch.zeros_like(x), 3, betas.to(dtype_of_betas), noise)
    exact = x.double() / (1 - betas[3]).sqrt() + betas[3].sqrt() * noise.double()
    assert_close(stepped, exact.to(dtype_of_x), rtol=1e-4, atol=1e-4)


@pytest.mark.asks("They are not changed.")
@pytest.mark.parametrize("step", [0, 3])
def test_the_mean_leaves_its_arguments(probes, rng, betas, step):
    """`posterior_mean` changes no argument."""
    x, start = draw(2, (3, 2), rng, betas)
    assert_close(probes.arguments("posterior_mean", x, start, step, betas), [x, start, betas], rtol=0, atol=0)


@pytest.mark.asks("They are not changed.")
@pytest.mark.parametrize("step", [0, 3])
def test_a_step_leaves_its_arguments(probes, rng, betas, step):
    """`reverse_step` changes no argument."""
    x, other, noise = draw(3, (3, 2), rng, betas)
    assert_close(probes.arguments("reverse_step", x, other, step, betas, noise), [x, other, betas, noise], rtol=0, atol=0)


def draw(count, shape, rng, like):
    return [torch.randn(shape, generator=rng, dtype=DOUBLE).to(like) for _ in range(count)]


def forward(step, betas):
    """The factors of data and noise in x after the step, from single steps."""
    signal, variance = 1.0, 0.0
    for beta in betas.tolist()[: step + 1]:
        signal, variance = (1 - beta) ** 0.5 * signal, (1 - beta) * variance + beta
    return signal, variance**0.5


def look_back(step, betas):
    """Factors of data and of x after the step in the mean of x before it, and its variance."""
    if step == 0:
        return 1.0, 0.0, 0.0
    beta, (signal, rest) = betas[step].item(), forward(step - 1, betas)
    from_data, from_x = 1 / rest**2, (1 - beta) / beta
    variance = 1 / (from_data + from_x)
    return signal * from_data * variance, (1 - beta) ** 0.5 / beta * variance, variance


def reached(gradients):
    assert all(gradient is not None for gradient in gradients), "no gradient reaches one of the arguments"
    return gradients
