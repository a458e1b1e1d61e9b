"""From what the denoiser was given, the noise follows; then loss and gradients are exact, in whatever order things were drawn."""

import math

import pytest
import torch
from torch.distributions import Normal
from torch.testing import assert_close

DOUBLE = torch.float64
T = 6
# The distance between the distribution function of n independent samples and the true one exceeds d with probability 2·exp(−2nd²) at most
# (Dvoretzky, Kiefer, Wolfowitz; Massart's constant; it holds for whole numbers, too). One in 10⁹ a comparison, six comparisons a run: a
# right answer fails in fewer than one of 10⁸ runs.
FALSE_ALARM = 1e-9


@pytest.fixture
def bars(rng, device):
    return draw_bars(T, rng, device)


@pytest.fixture
def denoiser(rng, device):
    return [1 + torch.rand((), generator=rng, dtype=DOUBLE).to(device), torch.randn(T, generator=rng, dtype=DOUBLE).to(device)]


@pytest.mark.concept("diffusion/training-target")
@pytest.mark.concept("diffusion/noise-once")
@pytest.mark.concept("diffusion/cost-of-a-training-step")
@pytest.mark.parametrize("shape", [(6, 2), (4, 1, 3, 5), (1, 3), (4, 4), (7,)], ids=str)
def test_the_loss(probes, rng, bars, denoiser, shape):
    """The loss is the mean squared error between the denoiser's answer and the noise in what it was given, in one call."""
    x = draw(shape, rng, bars)
    seen = probes.one_loss(x, bars, *denoiser)
    noisy, steps, noise = noise_in(seen, x, bars)
    assert_close(seen["loss"], ((answer(noisy, steps, *denoiser) - noise) ** 2).mean())


@pytest.mark.concept("diffusion/training-target")
@pytest.mark.parametrize("shape", [(6, 2), (2, 1, 3, 2), (1, 3)], ids=str)
def test_gradients(probes, rng, bars, denoiser, shape):
    """The gradients at the parameters of the denoiser are those of this loss."""
    x = draw(shape, rng, bars)
    seen = probes.one_loss(x, bars, *denoiser)
    noisy, steps, noise = noise_in(seen, x, bars)
    error = 2 * (answer(noisy, steps, *denoiser) - noise) / noise.numel()
    of_shifts = torch.zeros_like(denoiser[1]).index_add(0, steps, error.reshape(len(x), -1).sum(1))
    assert all(slope is not None for slope in seen["gradients"]), "no gradient reaches the denoiser"
    assert_close(seen["gradients"], [(error * noisy).sum(), of_shifts])


@pytest.mark.concept("autoencoders/gradient-through-the-code")
def test_the_data_stays_data(probes, rng, bars, denoiser):
    """x gets no gradient, though it asks for one; neither x nor the schedule is changed."""
    x = draw((5, 3), rng, bars)
    seen = probes.one_loss(x, bars, *denoiser)
    slope = seen["into the data"]
    assert_close(torch.zeros_like(x) if slope is None else slope, torch.zeros_like(x), rtol=0, atol=0)
    assert_close(seen["arguments"], [x, bars], rtol=0, atol=0)


@pytest.mark.parametrize("training", [True, False], ids=["training", "evaluating"])
def test_the_mode_stays(probes, rng, bars, denoiser, training):
    """The denoiser is called in the mode it is in."""
    x, by_mode = draw((4, 2), rng, bars), 3.0
    seen = probes.one_loss(x, bars, *denoiser, training=training, by_mode=by_mode)
    noisy, steps, noise = noise_in(seen, x, bars)
    expected = answer(noisy, steps, *denoiser) + (0 if training else by_mode)
    assert_close(seen["loss"], ((expected - noise) ** 2).mean())


@pytest.mark.concept("diffusion/schedule-in-float64")
@pytest.mark.parametrize("of_bars", [torch.float32, DOUBLE], ids=str)
def test_single_precision(probes, rng, bars, of_bars):
    """Data in float32 gives x_t and a loss in float32, whatever the dtype of the schedule."""
    x = draw((6, 2), rng, bars).float()
    seen = probes.one_loss(x, bars.to(of_bars), x.new_tensor(1.5), x.new_zeros(T))
    assert seen["given"][0][0].dtype == torch.float32
    noisy, _, noise = noise_in(seen, x, bars)
    # ᾱ lies between 0.2 and 0.9, so a few numbers near 1 were rounded to 6e-8 of themselves.
    assert_close(seen["loss"], ((1.5 * noisy - noise) ** 2).mean().float(), rtol=1e-4, atol=1e-4)


@pytest.mark.concept("diffusion/uniform-steps")
@pytest.mark.concept("diffusion/one-step-a-sample")
def test_steps_and_noise(probes, rng, bars):
    """Steps are uniform over 0 to T − 1, one a sample; noise is standard normal, independent in each number; all is new in each call."""
    x = draw((2000, 2), rng, bars)
    given = probes.drawn(x, bars, calls=2)
    assert [len(steps) for _, steps in given] == [2000, 2000], "steps have one number a sample"
    steps = torch.stack([steps for _, steps in given]).cpu()
    assert steps.min() >= 0 and steps.max() < T, f"steps from {steps.min()} to {steps.max()}, with T = {T}"
    noise = torch.stack([noise_of(noisy, steps, x, bars) for noisy, steps in given])
    is_like(steps[0], lambda values: (values.floor() + 1) / T, "a step")
    is_like(places_of_pairs(steps), lambda values: (values.floor() + 1) / T**2, "a pair of steps, from two calls")
    normal = Normal(torch.zeros((), dtype=DOUBLE), torch.ones((), dtype=DOUBLE)).cdf
    is_like(noise[0], normal, "the noise")
    is_like(noise[0].sum(1) / 2**0.5, normal, "the sum of the noise over a sample")
    is_like(noise.sum(0) / 2**0.5, normal, "the sum of the noise of two calls")
    # Neighbours in the batch: half of their sums would be no sums of independent numbers if they shared their noise.
    is_like((noise[0][0::2] + noise[0][1::2]) / 2**0.5, normal, "the sum of the noise of two samples")


def test_the_best_denoiser(probes, rng, device):
    """Where the data is a single point, the denoiser that knows it has no loss at all; the one that answers 0 has the mean of noise²."""
    point, bars = torch.tensor([[3.0, -2.0]], dtype=DOUBLE, device=device), draw_bars(1, rng, device)
    x = point.expand(5, 2).contiguous()
    # At the only step ε = (x_t − √ᾱ · point) / √(1 − ᾱ), for both numbers the same scale; the first number alone, so one shift is enough.
    scale = 1 / (1 - bars[0]).sqrt()
    seen = probes.one_loss(x[:, :1], bars, scale, -bars.sqrt() * 3.0 * scale)
    assert_close(seen["loss"], torch.zeros_like(seen["loss"]), rtol=0, atol=1e-12)
    nothing = probes.one_loss(x, bars, torch.zeros_like(scale), torch.zeros_like(bars))
    assert_close(nothing["loss"], noise_in(nothing, x, bars)[2].square().mean())


def draw(shape, rng, like):
    return torch.randn(shape, generator=rng, dtype=DOUBLE).to(like)


def draw_bars(n, rng, device):
    return (0.2 + 0.7 * torch.rand(n, generator=rng, dtype=DOUBLE)).sort(descending=True).values.to(device)


def answer(noisy, steps, scale, shifts):
    return scale * noisy + shifts[steps].reshape([len(noisy)] + [1] * (noisy.ndim - 1))


def noise_of(noisy, steps, x, bars):
    """The noise that makes x into what the denoiser was given, at the steps it was told."""
    assert noisy.shape == x.shape, f"the denoiser was given {tuple(noisy.shape)}, for data of {tuple(x.shape)}"
    assert tuple(steps.shape) == (len(x),), f"steps of shape {tuple(steps.shape)}, for {len(x)} samples"
    kept = bars.double()[steps.long()].reshape([len(x)] + [1] * (x.ndim - 1))
    return (noisy.double() - kept.sqrt() * x.double()) / (1 - kept).sqrt()


def noise_in(seen, x, bars):
    assert len(seen["given"]) == 1, f"the denoiser was called {len(seen['given'])} times"
    noisy, steps = seen["given"][0]
    return noisy.double(), steps, noise_of(noisy, steps, x, bars)


def places_of_pairs(steps):
    return steps[0] * T + steps[1]


def is_like(values, cdf, what):
    """Holds the values against a distribution function. Whole numbers are compared where it jumps, others on both sides of each value."""
    whole = not values.is_floating_point()
    values = values.detach().cpu().double().flatten().sort().values
    n = len(values)
    counts = torch.searchsorted(values, values, right=True).double() / n
    distance = (counts - cdf(values)).abs().max().item()
    if not whole:
        below = torch.arange(n, dtype=DOUBLE) / n
        distance = max(distance, (cdf(values) - below).max().item())
    limit = math.sqrt(math.log(2 / FALSE_ALARM) / (2 * n))
    assert distance <= limit, f"{what} has the wrong distribution: mean {values.mean():.3f}, standard deviation {values.std(correction=0):.3f}"
