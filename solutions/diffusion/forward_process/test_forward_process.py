"""Against the process itself: each timestep scales x by √(1 − β) and adds noise of variance β."""

import pytest
import torch
from torch.testing import assert_close

DOUBLE = torch.float64
T = 9
SHAPES = [(6, 2), (5, 1, 4, 3), (7,), (4, 4), (1, 3), (3, 3, 3)]
# The only device apart from the CPU that every machine has. It holds shapes and no values, and does not mix with another.
NO_VALUES = "meta"

pytestmark = [
    pytest.mark.given(
        "The forward process is defined as", "But a sum of independent Gaussians is Gaussian", "Training uses it in every step."
    )
]


@pytest.fixture
def betas(rng, device):
    return (0.01 + 0.3 * torch.rand(T, generator=rng, dtype=DOUBLE)).to(device)


def test_two_numbers(probes, device):
    """With ᾱ = 0.64 and 0.36, x = 10 with noise 1 becomes 8.6 and 6.8."""
    x, alphas_cumprod = torch.tensor([[10.0], [10.0]], device=device), torch.tensor([0.64, 0.36], device=device)
    seen = probes.result("add_noise", x, torch.tensor([0, 1], device=device), torch.ones_like(x), alphas_cumprod)
    assert_close(seen["result"], torch.tensor([[8.6], [6.8]], device=device))


@pytest.mark.asks(
    "`add_noise(x, timesteps, noise, alphas_cumprod)` returns",
    "Here x is the clean data x_0.",
    "`x`: N samples, shape (N, …)",
    "N ≥ 1",
    "**each sample has its own timestep**",
    "`noise`: same shape and dtype as x",
    "It is an argument;",
    "do not sample noise here",
)
@pytest.mark.concept("diffusion/closed-form")
@pytest.mark.concept("diffusion/a-factor-for-each-sample")
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_noise_is_added(probes, rng, betas, shape):
    """x_t of each sample is √ᾱ times the data plus √(1 − ᾱ) times the given noise, at the sample's own timestep."""
    x, timesteps, noise = draw(shape, rng, betas)
    signal, sigma = factors(betas, timesteps, x)
    assert_close(probes.result("add_noise", x, timesteps, noise, cumprod_of(betas))["result"], signal * x + sigma * noise)


@pytest.mark.asks("`remove_noise(x, timesteps, noise, alphas_cumprod)` is the inverse")
@pytest.mark.concept("diffusion/x0-from-noise")
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_noise_is_removed(probes, rng, betas, shape):
    """`remove_noise` returns the data to which this noise was added."""
    x, timesteps, noise = draw(shape, rng, betas)
    signal, sigma = factors(betas, timesteps, x)
    assert_close(probes.result("remove_noise", signal * x + sigma * noise, timesteps, noise, cumprod_of(betas))["result"], x)


@pytest.mark.asks("`timesteps`: integers of shape (N,), from 0 to T − 1")
@pytest.mark.concept("diffusion/steps-from-zero")
@pytest.mark.parametrize("t", [0, 1, T - 1])
def test_one_step_many_samples(probes, rng, betas, t):
    """At the first and at the last timestep the factor of the data is √ᾱ and that of the noise √(1 − ᾱ)."""
    x, _, noise = draw((8, 2), rng, betas)
    timesteps, nothing = torch.full((8,), t).to(betas.device), torch.zeros_like(x)
    signal, sigma = factors(betas, timesteps, x)
    assert_close(probes.result("add_noise", x, timesteps, nothing, cumprod_of(betas))["result"], signal * x)
    assert_close(probes.result("add_noise", nothing, timesteps, noise, cumprod_of(betas))["result"], sigma * noise)


@pytest.mark.asks("Gradients flow to x and to noise.")
@pytest.mark.parametrize("shape", [(4, 2), (2, 1, 3, 2)], ids=str)
def test_gradients_of_add_noise(probes, rng, betas, shape):
    """Gradients of `add_noise` flow to x and to the noise, with the same factors."""
    x, timesteps, noise = draw(shape, rng, betas)
    weights = draw(shape, rng, betas)[0]
    signal, sigma = factors(betas, timesteps, x)
    seen = probes.gradients("add_noise", x, timesteps, noise, cumprod_of(betas), weights)
    assert all(gradient is not None for gradient in seen.values()), "no gradient reaches x or the noise"
    assert_close(seen, {"x": signal * weights, "noise": sigma * weights})


@pytest.mark.asks("Gradients flow to x and to noise.")
@pytest.mark.parametrize("shape", [(4, 2), (2, 1, 3, 2)], ids=str)
def test_gradients_of_remove_noise(probes, rng, betas, shape):
    """Gradients of `remove_noise` flow to x and to the noise, with the same factors."""
    x, timesteps, noise = draw(shape, rng, betas)
    weights = draw(shape, rng, betas)[0]
    signal, sigma = factors(betas, timesteps, x)
    seen = probes.gradients("remove_noise", x, timesteps, noise, cumprod_of(betas), weights)
    assert all(gradient is not None for gradient in seen.values()), "no gradient reaches x or the noise"
    assert_close(seen, {"x": weights / signal, "noise": -sigma / signal * weights})


@pytest.mark.asks("in any float dtype", "The result has the shape, the dtype")
@pytest.mark.concept("diffusion/schedule-in-float64")
@pytest.mark.parametrize("dtype_of_x", [torch.float32, DOUBLE], ids=str)
@pytest.mark.parametrize("dtype_of_schedule", [torch.float32, DOUBLE], ids=str)
def test_the_dtype_of_x_with_noise(probes, rng, betas, dtype_of_x, dtype_of_schedule):
    """The result of `add_noise` has the dtype of x, whatever the dtype of the schedule."""
    x, timesteps, noise = draw((5, 3), rng, betas)
    signal, sigma = factors(betas, timesteps, x)
    expected = signal * x + sigma * noise
    seen = probes.result("add_noise", x.to(dtype_of_x), timesteps, noise.to(dtype_of_x), cumprod_of(betas).to(dtype_of_schedule))["result"]
    # β is 0.01 at least, and in float32 1 − ᾱ is off by 6e-8.
    assert_close(seen, expected.to(dtype_of_x), rtol=1e-4, atol=1e-4)


@pytest.mark.asks("in any float dtype", "The result has the shape, the dtype")
@pytest.mark.concept("diffusion/schedule-in-float64")
@pytest.mark.parametrize("dtype_of_x", [torch.float32, DOUBLE], ids=str)
@pytest.mark.parametrize("dtype_of_schedule", [torch.float32, DOUBLE], ids=str)
def test_the_dtype_of_the_data(probes, rng, betas, dtype_of_x, dtype_of_schedule):
    """The result of `remove_noise` has the dtype of x, whatever the dtype of the schedule."""
    x, timesteps, noise = draw((5, 3), rng, betas)
    signal, sigma = factors(betas, timesteps, x)
    expected = (x - sigma * noise) / signal
    seen = probes.result("remove_noise", x.to(dtype_of_x), timesteps, noise.to(dtype_of_x), cumprod_of(betas).to(dtype_of_schedule))[
        "result"
    ]
    # β is 0.01 at least, and in float32 1 − ᾱ is off by 6e-8.
    assert_close(seen, expected.to(dtype_of_x), rtol=1e-4, atol=1e-4)


@pytest.mark.asks("the device of x")
@pytest.mark.parametrize("name", ["add_noise", "remove_noise"])
def test_another_device(probes, rng, betas, name):
    """The result is on the device of x."""
    x, timesteps, noise = draw((5, 3), rng, betas)
    assert probes.elsewhere(name, [x, timesteps, noise, cumprod_of(betas)], NO_VALUES) == f"(5, 3) on {NO_VALUES}", "shape and device"


@pytest.mark.asks("No argument is changed.")
def test_add_noise_leaves_its_arguments(probes, rng, betas):
    """`add_noise` changes no argument."""
    x, timesteps, noise = draw((5, 3), rng, betas)
    seen = probes.result("add_noise", x, timesteps, noise, cumprod_of(betas))["arguments"]
    assert_close(seen, [x, timesteps, noise, cumprod_of(betas)], rtol=0, atol=0)


@pytest.mark.asks("No argument is changed.")
def test_remove_noise_leaves_its_arguments(probes, rng, betas):
    """`remove_noise` changes no argument."""
    x, timesteps, noise = draw((5, 3), rng, betas)
    seen = probes.result("remove_noise", x, timesteps, noise, cumprod_of(betas))["arguments"]
    assert_close(seen, [x, timesteps, noise, cumprod_of(betas)], rtol=0, atol=0)


def draw(shape, rng, like):
    x, noise = (torch.randn(shape, generator=rng, dtype=DOUBLE).to(like) for _ in range(2))
    return x, torch.randint(T, shape[:1], generator=rng).to(like.device), noise


def cumprod_of(betas):
    return torch.stack([(1 - betas[: t + 1]).prod() for t in range(len(betas))])


def factors(betas, timesteps, x):
    """The factors of data and noise for each sample, computed timestep by timestep."""
    signal, variance, factors = 1.0, 0.0, []
    for beta in betas.tolist():
        signal, variance = (1 - beta) ** 0.5 * signal, (1 - beta) * variance + beta
        factors.append((signal, variance**0.5))
    pairs = torch.tensor([factors[t] for t in timesteps.tolist()], dtype=DOUBLE).to(x)
    return tuple(part.reshape([len(x)] + [1] * (x.ndim - 1)) for part in pairs.unbind(1))
