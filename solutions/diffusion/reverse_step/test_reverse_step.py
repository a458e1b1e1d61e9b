"""Mean and variance against Bayes' rule: x before the step is known from the data and from x after it, and precisions add."""

import pytest
import torch
from torch.testing import assert_close

DOUBLE = torch.float64
T = 7
STEPS = [0, 1, 4, T - 1]
SHAPES = [(5, 2), (2, 1, 3, 4), (1, 3), (4,)]


@pytest.fixture
def betas(rng, device):
    return (0.02 + 0.4 * torch.rand(T, generator=rng, dtype=DOUBLE)).to(device)


@pytest.mark.concept("diffusion/mean-at-step-zero")
@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_the_mean_where_the_data_is_known(probes, rng, betas, step, shape):
    """`posterior_mean` is the mean of x before the step, given x after it and the data; its gradients are right."""
    x, start, weights = draw(3, shape, rng, betas)
    of_start, of_x, _ = look_back(step, betas)
    seen = probes.mean(x, start, step, betas, weights)
    assert_close(seen["result"], of_start * start + of_x * x)
    assert_close(slopes_of(seen), [of_x * weights, of_start * weights])


@pytest.mark.concept("diffusion/mean-from-noise")
@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_the_mean_of_a_step(probes, rng, betas, step, shape):
    """Where `noise` is 0, a step gives the mean for the data that belongs to the predicted noise; its gradients are right."""
    x, predicted, weights = draw(3, shape, rng, betas)
    x = 30 * x  # large numbers are numbers like others
    signal, rest = forward(step, betas)
    of_start, of_x, _ = look_back(step, betas)
    seen = probes.before(x, predicted, step, betas, torch.zeros_like(x), weights)
    assert_close(seen["result"], of_start * (x - rest * predicted) / signal + of_x * x)
    assert_close(slopes_of(seen), [(of_start / signal + of_x) * weights, -of_start * rest / signal * weights])


@pytest.mark.concept("diffusion/noise-of-variance-beta")
@pytest.mark.concept("diffusion/two-variances")
@pytest.mark.parametrize("step", STEPS[1:])
@pytest.mark.parametrize("posterior", [None, False, True])
def test_the_noise_of_a_step(probes, rng, betas, step, posterior):
    """Noise is added with variance β, or with that of x before the step where the data is known, if `posterior` says so."""
    x, predicted, noise = draw(3, (4, 2), rng, betas)
    variance = look_back(step, betas)[2] if posterior else betas[step].item()
    options = {} if posterior is None else {"posterior": posterior}
    noisy, plain = (probes.before(x, predicted, step, betas, z, x, **options)["result"] for z in (noise, torch.zeros_like(noise)))
    assert_close(noisy - plain, variance**0.5 * noise)


@pytest.mark.concept("diffusion/no-noise-at-the-end")
@pytest.mark.parametrize("posterior", [False, True])
def test_the_last_step(probes, rng, betas, posterior):
    """At step 0 no noise is added: where the prediction is right, the data comes back."""
    start, true, noise = draw(3, (4, 2), rng, betas)
    signal, rest = forward(0, betas)
    seen = probes.before(signal * start + rest * true, true, 0, betas, noise, start, posterior=posterior)
    assert_close(seen["result"], start)


def test_a_single_step(probes, rng, device):
    """A schedule of one step works, too."""
    betas = torch.tensor([0.3], dtype=DOUBLE, device=device)
    x, predicted, noise = draw(3, (3, 2), rng, betas)
    assert_close(probes.before(x, predicted, 0, betas, noise, x)["result"], (x - 0.3**0.5 * predicted) / 0.7**0.5)
    assert_close(probes.mean(x, predicted, 0, betas, x)["result"], predicted)


@pytest.mark.concept("diffusion/schedule-in-float64")
@pytest.mark.parametrize(("of_x", "of_betas"), [(torch.float32, DOUBLE), (torch.float32, torch.float32), (DOUBLE, torch.float32)], ids=str)
def test_the_dtype_of_x(probes, rng, betas, of_x, of_betas):
    """The results have the dtype of x, whatever that of the schedule."""
    x, start, noise = (part.to(of_x) for part in draw(3, (3, 2), rng, betas))
    of_start, of_x_after, _ = look_back(3, betas)
    mean = probes.mean(x, start, 3, betas.to(of_betas), x)["result"]
    # β is 0.02 at least, and in float32 1 − ᾱ is off by some 6e-8.
    assert_close(mean, (of_start * start.double() + of_x_after * x.double()).to(of_x), rtol=1e-4, atol=1e-4)
    stepped = probes.before(x, torch.zeros_like(x), 3, betas.to(of_betas), noise, x)["result"]
    exact = x.double() / (1 - betas[3]).sqrt() + betas[3].sqrt() * noise.double()
    assert_close(stepped, exact.to(of_x), rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("step", [0, 3])
def test_arguments_stay(probes, rng, betas, step):
    """No argument is changed."""
    x, other, noise = draw(3, (3, 2), rng, betas)
    assert_close(probes.mean(x, other, step, betas, x)["arguments"], [x, other, step, betas], rtol=0, atol=0)
    assert_close(probes.before(x, other, step, betas, noise, x)["arguments"], [x, other, step, betas, noise], rtol=0, atol=0)


def test_two_numbers(probes, device):
    """With β = 0.19 and 0.36, 2 becomes 3.1 at step 1 with a noise of 1, and 2.2222 at step 0, if nothing is predicted."""
    betas = torch.tensor([0.19, 0.36], device=device)
    x, one = torch.tensor([2.0], device=device), torch.tensor([1.0], device=device)
    seen = [probes.before(x, 0 * one, step, betas, one, one)["result"] for step in (1, 0)]
    assert_close(seen, [torch.tensor([3.1], device=device), torch.tensor([2 / 0.9], device=device)])


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


def slopes_of(seen):
    assert all(slope is not None for slope in seen["slopes"]), "a gradient does not reach both x and what is known of its noise or data"
    return seen["slopes"]
