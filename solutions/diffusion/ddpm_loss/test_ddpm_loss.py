"""The noise is computed from the input of the denoiser; then loss and gradients are exact, in whatever order things were sampled."""

import math

import pytest
import torch
from torch.distributions import Normal
from torch.testing import assert_close

DOUBLE = torch.float64
T = 6
# The distance between the distribution function of n independent samples and the true one exceeds d with probability 2·exp(−2nd²) at most
# (Dvoretzky, Kiefer, Wolfowitz; Massart's constant; it holds for integers, too). One in 10⁹ a comparison, seven comparisons a run: a
# right answer fails in fewer than one of 10⁸ runs.
FALSE_ALARM = 1e-9
MANY = 4000

pytestmark = [
    pytest.mark.given(
        "`denoiser`: a module;",
        "`denoiser(x_t, timesteps)` returns its prediction of the noise, of the shape of x_t.",
        "This is the simple loss of the DDPM paper.",
        "It is a plain regression",
    )
]


@pytest.fixture
def alphas_cumprod(rng, device):
    return draw_alphas_cumprod(T, rng, device)


@pytest.fixture
def denoiser(rng, device):
    return [1 + torch.rand((), generator=rng, dtype=DOUBLE).to(device), torch.randn(T, generator=rng, dtype=DOUBLE).to(device)]


@pytest.mark.asks("Call it once")
@pytest.mark.concept("diffusion/cost-of-a-training-step")
def test_one_call(probes, rng, alphas_cumprod, denoiser):
    """One loss calls the denoiser once."""
    seen = probes.one_loss(draw((4, 2), rng, alphas_cumprod), alphas_cumprod, *denoiser)
    assert len(seen["given"]) == 1, "number of calls of the denoiser"


@pytest.mark.asks("integers of shape (N,)", "Call the denoiser with x_t and the timesteps.")
@pytest.mark.parametrize("shape", [(6, 2), (4, 1, 3, 5), (1, 3)], ids=str)
def test_what_the_denoiser_gets(probes, rng, alphas_cumprod, denoiser, shape):
    """The denoiser gets x_t, of the shape of x, and one timestep per sample, integers of shape (N,)."""
    x_t, timesteps = probes.one_loss(draw(shape, rng, alphas_cumprod), alphas_cumprod, *denoiser)["given"][-1]
    assert tuple(x_t.shape) == shape, "shape of x_t"
    assert tuple(timesteps.shape) == shape[:1], "shape of the timesteps"
    assert not timesteps.is_floating_point(), "timesteps are floating point"


@pytest.mark.asks(
    "Write `denoising_loss(denoiser, x, alphas_cumprod)`",
    "`x`: a batch of clean data x_0, shape (N, …)",
    "N ≥ 1",
    "x_t = √ᾱ_t · x + √(1 − ᾱ_t) · noise, each sample at its own timestep.",
    "The loss is the squared error between its output and the noise of item 2",
    "The loss has a single element.",
)
@pytest.mark.concept("diffusion/training-target")
@pytest.mark.concept("diffusion/noise-once")
@pytest.mark.parametrize("shape", [(6, 2), (4, 1, 3, 5), (1, 3), (4, 4), (7,)], ids=str)
def test_the_loss(probes, rng, alphas_cumprod, denoiser, shape):
    """The loss has one element: the mean squared error between the denoiser's output and the noise in x_t."""
    x = draw(shape, rng, alphas_cumprod)
    seen = probes.one_loss(x, alphas_cumprod, *denoiser)
    x_t, timesteps, noise = noise_in(seen, x, alphas_cumprod)
    assert_close(seen["loss"], ((prediction(x_t, timesteps, *denoiser) - noise) ** 2).mean())


@pytest.mark.asks("Its gradient flows to the parameters of the denoiser")
@pytest.mark.concept("diffusion/training-target")
@pytest.mark.parametrize("shape", [(6, 2), (2, 1, 3, 2), (1, 3)], ids=str)
def test_gradients(probes, rng, alphas_cumprod, denoiser, shape):
    """The gradients of the denoiser's parameters are those of this loss."""
    x = draw(shape, rng, alphas_cumprod)
    seen = probes.one_loss(x, alphas_cumprod, *denoiser)
    x_t, timesteps, noise = noise_in(seen, x, alphas_cumprod)
    error = 2 * (prediction(x_t, timesteps, *denoiser) - noise) / noise.numel()
    of_shifts = torch.zeros_like(denoiser[1]).index_add(0, timesteps, error.reshape(len(x), -1).sum(1))
    assert all(gradient is not None for gradient in seen["gradients"]), "no gradient reaches the denoiser"
    assert_close(seen["gradients"], [(error * x_t).sum(), of_shifts])


@pytest.mark.asks("**nothing else**: x is data", "Even if x requires a gradient")
@pytest.mark.concept("autoencoders/gradient-through-the-latent")
def test_no_gradient_for_the_data(probes, rng, alphas_cumprod, denoiser):
    """x gets no gradient, even if it requires one."""
    x = draw((5, 3), rng, alphas_cumprod)
    gradient = probes.one_loss(x, alphas_cumprod, *denoiser)["into the data"]
    assert_close(torch.zeros_like(x) if gradient is None else gradient, torch.zeros_like(x), rtol=0, atol=0)


@pytest.mark.asks("x and the schedule are not changed.")
def test_the_arguments_stay(probes, rng, alphas_cumprod, denoiser):
    """Neither x nor the schedule is changed."""
    x = draw((5, 3), rng, alphas_cumprod)
    assert_close(probes.one_loss(x, alphas_cumprod, *denoiser)["arguments"], [x, alphas_cumprod], rtol=0, atol=0)


@pytest.mark.asks("x and the schedule are not changed.", "Even if x requires a gradient")
def test_x_still_requires_a_gradient(probes, rng, alphas_cumprod, denoiser):
    """If x required a gradient before the call, it still does after it."""
    assert probes.one_loss(draw((5, 3), rng, alphas_cumprod), alphas_cumprod, *denoiser)["requires gradient"], (
        "x no longer requires a gradient"
    )


@pytest.mark.asks("in the mode it is in")
@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("submodule_training", [True, False])
def test_the_mode_stays(probes, rng, alphas_cumprod, denoiser, training, submodule_training):
    """The denoiser is called in the mode it is in, and so are its submodules."""
    x, by_mode = draw((4, 2), rng, alphas_cumprod), 3.0
    seen = probes.one_loss(x, alphas_cumprod, *denoiser, training=training, inner_training=submodule_training, by_mode=by_mode)
    x_t, timesteps, noise = noise_in(seen, x, alphas_cumprod)
    shift = (0 if training else by_mode) + (0 if submodule_training else 10 * by_mode)
    assert_close(seen["loss"], ((prediction(x_t, timesteps, *denoiser) + shift - noise) ** 2).mean())


@pytest.mark.asks("in any float dtype", "It has the dtype of x.")
@pytest.mark.concept("diffusion/schedule-in-float64")
@pytest.mark.parametrize("dtype_of_x", [torch.float32, DOUBLE], ids=str)
@pytest.mark.parametrize("dtype_of_schedule", [torch.float32, DOUBLE], ids=str)
def test_the_dtype(probes, rng, alphas_cumprod, dtype_of_schedule, dtype_of_x):
    """x_t has the dtype of x, whatever the dtype of the schedule."""
    x, alphas_cumprod = draw((6, 2), rng, alphas_cumprod).to(dtype_of_x), alphas_cumprod.to(dtype_of_schedule)
    seen = probes.one_loss(x, alphas_cumprod, x.new_tensor(1.5), x.new_zeros(T))
    assert seen["given"][-1][0].dtype == dtype_of_x, "dtype of x_t"
    x_t, _, noise = noise_in(seen, x, alphas_cumprod)
    # ᾱ lies between 0.2 and 0.9, so a few values near 1 were rounded to 6e-8 of themselves, if anything is in float32.
    assert_close(seen["loss"].double(), ((1.5 * x_t - noise) ** 2).mean(), rtol=1e-4, atol=1e-4)


@pytest.mark.asks("Sample a timestep for **each sample**, uniform over 0 to T − 1, both included")
@pytest.mark.concept("diffusion/uniform-steps")
@pytest.mark.concept("diffusion/timestep-per-sample")
def test_timesteps_are_uniform(probes, rng, alphas_cumprod):
    """Each sample has its own timestep, uniform over 0 to T − 1."""
    ((_, timesteps),) = drawn(probes, rng, alphas_cumprod, 1)
    assert (int(timesteps.min()), int(timesteps.max())) == (0, T - 1), f"smallest and largest timestep of {MANY}"
    is_like(timesteps, lambda values: (values.floor() + 1) / T, "a timestep")
    # Adjacent samples in the batch: if their timesteps are independent, each of the T² pairs is as likely as the others.
    is_like(timesteps[0::2] * T + timesteps[1::2], lambda values: (values.floor() + 1) / T**2, "a pair of timesteps, of two samples,")


@pytest.mark.asks("new in each call")
@pytest.mark.concept("diffusion/uniform-steps")
def test_timesteps_are_new_in_each_call(probes, rng, alphas_cumprod):
    """Each call samples new timesteps."""
    (_, first), (_, second) = drawn(probes, rng, alphas_cumprod, 2)
    is_like(first * T + second, lambda values: (values.floor() + 1) / T**2, "a pair of timesteps, from two calls,")


@pytest.mark.asks("Sample noise, standard normal")
@pytest.mark.concept("diffusion/training-target")
def test_noise_is_standard_normal(probes, rng, alphas_cumprod):
    """The noise is standard normal."""
    is_like(noise_drawn(probes, rng, alphas_cumprod, 1)[0], normal(), "the noise")


@pytest.mark.asks("independent for every element of x")
@pytest.mark.concept("diffusion/training-target")
def test_noise_is_independent(probes, rng, alphas_cumprod):
    """The noise is independent for every element of x: within a sample, between samples, and between calls."""
    first, second = noise_drawn(probes, rng, alphas_cumprod, 2)
    is_like(first.sum(1) / 2**0.5, normal(), "the sum of the noise over a sample, over √2,")
    is_like((first[0::2] + first[1::2]) / 2**0.5, normal(), "the sum of the noise of two samples, over √2,")
    is_like((first + second) / 2**0.5, normal(), "the sum of the noise of two calls, over √2,")


@pytest.mark.asks("averaged over all elements of the batch")
@pytest.mark.concept("diffusion/loss-of-zero")
def test_the_best_denoiser(probes, rng, device):
    """If the data is a single point, the best denoiser has a loss of 0; one that outputs 0 has the mean of noise²."""
    point, alphas_cumprod = torch.tensor([[3.0, -2.0]], dtype=DOUBLE, device=device), draw_alphas_cumprod(1, rng, device)
    x = point.expand(5, 2).contiguous()
    # At the only timestep ε = (x_t − √ᾱ · point) / √(1 − ᾱ), the same scale for both features; one feature, so one shift is enough.
    scale = 1 / (1 - alphas_cumprod[0]).sqrt()
    seen = probes.one_loss(x[:, :1], alphas_cumprod, scale, -alphas_cumprod.sqrt() * 3.0 * scale)
    assert_close(seen["loss"], torch.zeros_like(seen["loss"]), rtol=0, atol=1e-12)
    nothing = probes.one_loss(x, alphas_cumprod, torch.zeros_like(scale), torch.zeros_like(alphas_cumprod))
    assert_close(nothing["loss"], noise_in(nothing, x, alphas_cumprod)[2].square().mean())


def draw(shape, rng, like):
    return torch.randn(shape, generator=rng, dtype=DOUBLE).to(like)


def draw_alphas_cumprod(n, rng, device):
    return (0.2 + 0.7 * torch.rand(n, generator=rng, dtype=DOUBLE)).sort(descending=True).values.to(device)


def prediction(x_t, timesteps, scale, shifts):
    return scale * x_t + shifts[timesteps].reshape([len(x_t)] + [1] * (x_t.ndim - 1))


def noise_of(x_t, timesteps, x, alphas_cumprod):
    """The noise that makes x into the denoiser's input, at the timesteps it was given."""
    assert x_t.shape == x.shape, f"the denoiser was given {tuple(x_t.shape)}, for data of {tuple(x.shape)}"
    assert tuple(timesteps.shape) == (len(x),), f"timesteps of shape {tuple(timesteps.shape)}, for {len(x)} samples"
    kept = alphas_cumprod.double()[timesteps.long()].reshape([len(x)] + [1] * (x.ndim - 1))
    return (x_t.double() - kept.sqrt() * x.double()) / (1 - kept).sqrt()


def noise_in(seen, x, alphas_cumprod):
    assert seen["given"], "the denoiser was not called"
    x_t, timesteps = seen["given"][-1]
    return x_t.double(), timesteps, noise_of(x_t, timesteps, x, alphas_cumprod)


def drawn(probes, rng, alphas_cumprod, calls, x=None):
    """What the denoiser was given in each call, for many samples."""
    given = probes.drawn(draw((MANY, 2), rng, alphas_cumprod) if x is None else x, alphas_cumprod, calls=calls)
    assert [len(timesteps) for _, timesteps in given] == [MANY] * calls, "number of timesteps in each call"
    return given


def noise_drawn(probes, rng, alphas_cumprod, calls):
    x = draw((MANY, 2), rng, alphas_cumprod)
    return [noise_of(x_t, timesteps, x, alphas_cumprod) for x_t, timesteps in drawn(probes, rng, alphas_cumprod, calls, x)]


def normal():
    return Normal(torch.zeros((), dtype=DOUBLE), torch.ones((), dtype=DOUBLE)).cdf


def is_like(values, cdf, what):
    """Compares the values with a distribution function. Integers are compared where it jumps, others on both sides of each value."""
    is_integer = not values.is_floating_point()
    values = values.detach().cpu().double().flatten().sort().values
    n = len(values)
    counts = torch.searchsorted(values, values, right=True).double() / n
    distance = (counts - cdf(values)).abs().max().item()
    if not is_integer:
        below = torch.arange(n, dtype=DOUBLE) / n
        distance = max(distance, (cdf(values) - below).max().item())
    limit = math.sqrt(math.log(2 / FALSE_ALARM) / (2 * n))
    assert distance <= limit, (
        f"{what} has the wrong distribution: mean {values.mean():.3f}, standard deviation {values.std(correction=0):.3f}"
    )
