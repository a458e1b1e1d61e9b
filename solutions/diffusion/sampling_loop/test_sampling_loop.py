"""Against the formulas with the same random values in float64, and, at the end, against the known distribution of the samples."""

import math

import pytest
import torch
from torch.distributions import Normal
from torch.testing import assert_close

DOUBLE = torch.float64
SHAPES = [(5, 2), (2, 1, 2, 3), (1, 4), (6,)]
# Linear steps give Gaussian samples of known mean and covariance, with which each sample is standardized. The distance
# between the distribution function of n independent samples and the true one exceeds d with probability 2·exp(−2nd²) at most (Dvoretzky,
# Kiefer, Wolfowitz; Massart's constant). One in 10⁹ a comparison, three comparisons a run: fewer than one right answer fails in 10⁸ runs.
FALSE_ALARM = 1e-9
# The only device apart from the CPU that every machine has. It holds shapes and no values, and does not mix with another.
NO_VALUES = "meta"

pytestmark = [
    pytest.mark.given(
        "`denoiser`: a module;",
        "`denoiser(x_t, timesteps)` predicts the noise in x_t.",
        "A trained denoiser is only a regression model;",
        "this loop generates samples with it.",
    )
]


@pytest.fixture
def betas(rng, device):
    return (0.02 + 0.3 * torch.rand(6, generator=rng, dtype=DOUBLE)).to(device)


@pytest.mark.asks("For t = T − 1, …, 1, 0: call the denoiser once", "`timesteps` are integers of shape (N,)")
@pytest.mark.concept("diffusion/calls-for-a-sample")
@pytest.mark.concept("diffusion/sampling-order")
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_the_timesteps(probes, rng, betas, shape):
    """The denoiser is called once per timestep, from T − 1 down to 0, each time with one timestep per sample, shape (N,)."""
    seen = probes.timesteps(shape, betas, *draw_model(shape, len(betas), rng, betas))
    assert len(seen) == len(betas), "number of calls of the denoiser"
    n = shape[0]
    assert seen == [[[n], [t] * n] for t in range(len(betas) - 1, -1, -1)], "shape and values of the timesteps in each call"


@pytest.mark.asks(
    "Write `sample(denoiser, shape, betas)`",
    "`shape`: the shape of the samples",
    "N ≥ 1",
    "Start from pure noise: `torch.randn` of this shape.",
    "at t = 0 add **no** noise.",
    "Return the result of t = 0.",
    "All noise comes from torch's default generator",
)
@pytest.mark.concept("diffusion/sampling-order")
@pytest.mark.concept("diffusion/no-noise-at-the-end")
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_samples(probes, rng, seed, betas, shape):
    """The samples are right for the values of torch's default generator: the initial noise, then the noise of T − 1 to 1."""
    model = draw_model(shape, len(betas), rng, betas)
    seen = probes.samples(seed, shape, betas, *model)
    assert_close(seen["samples"], reverse_process(seed, shape, betas, *model))


@pytest.mark.asks("`betas`: β_0 to β_{T−1}, shape (T,).")
@pytest.mark.concept("diffusion/no-noise-at-the-end")
@pytest.mark.parametrize("n_steps", [1, 2])
def test_few_steps(probes, rng, seed, betas, n_steps):
    """A schedule of one or two timesteps works."""
    model = draw_model((4, 2), n_steps, rng, betas)
    seen = probes.samples(seed, (4, 2), betas[:n_steps], *model)
    assert_close(seen["samples"], reverse_process(seed, (4, 2), betas[:n_steps], *model))


@pytest.mark.asks("So after `torch.manual_seed(0)` the samples are the same each time.")
def test_a_second_time(probes, rng, seed, betas):
    """A second call samples new noise, or the same noise if torch is seeded again."""
    model = draw_model((3, 2), len(betas), rng, betas)
    # Noise that is sampled at t = 0 and multiplied by 0 is right, too, so the values of the second call are left open.
    first, second, third = probes.repeated([seed, None, seed], (3, 2), betas, *model)
    assert (first != second).all(), "the second call gave the samples of the first"
    assert_close(third, first)


@pytest.mark.asks("All calls of the denoiser are in evaluation mode")
@pytest.mark.concept("diffusion/sampling-in-eval-mode")
@pytest.mark.parametrize("training", [True, False])
def test_evaluation_mode(probes, rng, seed, betas, training):
    """During sampling the denoiser and its submodules are in evaluation mode."""
    model = draw_model((3, 2), len(betas), rng, betas)
    seen = probes.samples(seed, (3, 2), betas, *model, training=training, in_training=5.0)
    assert_close(seen["samples"], reverse_process(seed, (3, 2), betas, *model))


@pytest.mark.asks("Afterwards restore the previous mode of the denoiser.")
@pytest.mark.concept("diffusion/sampling-in-eval-mode")
@pytest.mark.parametrize("training", [True, False])
def test_the_mode_afterwards(probes, rng, seed, betas, training):
    """Afterwards the denoiser is in its previous mode."""
    model = draw_model((3, 2), len(betas), rng, betas)
    seen = probes.samples(seed, (3, 2), betas, *model, training=training, in_training=5.0)
    assert_close(seen["afterwards"], model[1][:1].expand(3, 2) + (5.0 + 35.0 if training else 0.0))


@pytest.mark.asks("and without a graph (`torch.no_grad()`).")
@pytest.mark.concept("diffusion/sampling-without-graph")
def test_no_graph(probes, rng, seed, betas):
    """Autograd records no call of the denoiser."""
    model = draw_model((3, 2), len(betas), rng, betas)
    seen = probes.samples(seed, (3, 2), betas, *model, recorded=5.0)
    assert_close(seen["samples"], reverse_process(seed, (3, 2), betas, *model))


@pytest.mark.asks("The samples require no gradient.")
@pytest.mark.concept("diffusion/sampling-without-graph")
def test_samples_require_no_gradient(probes, rng, seed, betas):
    """The samples require no gradient."""
    seen = probes.samples(seed, (3, 2), betas, *draw_model((3, 2), len(betas), rng, betas))
    assert not seen["requires gradient"], "the samples require a gradient"


@pytest.mark.asks("Samples have their dtype and device.")
@pytest.mark.parametrize("dtype", [torch.float32, DOUBLE], ids=str)
def test_the_dtype(probes, rng, seed, betas, dtype):
    """Samples have the dtype of betas."""
    betas = betas.to(dtype)
    model = draw_model((4, 2), len(betas), rng, betas)
    seen = probes.samples(seed, (4, 2), betas, *model)
    assert_close(seen["samples"], reverse_process(seed, (4, 2), betas, *model), rtol=1e-4, atol=1e-4)  # six steps, maybe in float32


@pytest.mark.asks("Samples have their dtype and device.", "on the device of x_t: here all equal", "on the device of betas, in this order")
def test_another_device(probes, rng, betas):
    """Samples and timesteps are on the device of betas."""
    seen = probes.elsewhere((3, 2), betas, *draw_model((3, 2), len(betas), rng, betas), NO_VALUES)
    assert seen["samples"] == f"(3, 2) on {NO_VALUES}", "shape and device of the samples"
    assert seen["timesteps"] == f"on {NO_VALUES}", "device of the timesteps"


@pytest.mark.asks("with new noise at every timestep")
@pytest.mark.concept("diffusion/mean-without-noise")
@pytest.mark.concept("diffusion/last-alpha-bar")
def test_the_distribution_of_samples(probes, rng, seed, device):
    """With the best denoiser for Gaussian data, the samples have the mean and the covariance that follow from the reverse steps."""
    n, betas = 2000, torch.linspace(0.01, 0.3, 40, dtype=DOUBLE, device=device)
    mean, root = (torch.randn(shape, generator=rng, dtype=DOUBLE).to(device) for shape in ((2,), (2, 2)))
    covariance = root @ root.T / 4 + 0.3 * torch.eye(2).to(root)
    matrices, shifts = best_denoiser(mean, covariance, betas)
    samples = probes.samples(seed, (n, 2), betas, matrices, shifts)["samples"]
    mean_of_samples, covariance_of_samples = distribution_of_samples(matrices, shifts, betas)
    assert tuple(samples.shape) == (n, 2)
    standard = torch.linalg.solve(torch.linalg.cholesky(covariance_of_samples), (samples - mean_of_samples).T).T
    for values, what in [(standard[:, 0], "the first"), (standard[:, 1], "the second"), (standard.sum(1) / 2**0.5, "the sum of both")]:
        is_standard_normal(values, f"{what} of the samples' standardized values")


def draw_model(shape, n_steps, rng, like):
    size = math.prod(shape[1:])
    matrices, shifts = (torch.randn(n_steps, *part, generator=rng, dtype=DOUBLE).to(like) for part in ((size, size), (size,)))
    return matrices / 2, shifts


def reverse_process(seed, shape, betas, matrices, shifts):
    """The same random values, with the mean of x_{t−1} from an estimate of x_0."""
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        return one_reverse_process(shape, betas, matrices, shifts)


def one_reverse_process(shape, betas, matrices, shifts):
    alphas_cumprod = [(1 - betas[: t + 1]).prod() for t in range(len(betas))]
    x = torch.randn(shape, dtype=betas.dtype, device=betas.device)
    for t in range(len(betas) - 1, -1, -1):
        noise_pred = (x.reshape(len(x), -1) @ matrices[t].T + shifts[t]).reshape(shape)
        x_0 = (x - (1 - alphas_cumprod[t]) ** 0.5 * noise_pred) / alphas_cumprod[t] ** 0.5
        alphas_cumprod_prev = alphas_cumprod[t - 1] if t else torch.ones_like(alphas_cumprod[0])
        x = (alphas_cumprod_prev**0.5 * betas[t] * x_0 + (1 - betas[t]) ** 0.5 * (1 - alphas_cumprod_prev) * x) / (1 - alphas_cumprod[t])
        if t:
            x = x + betas[t] ** 0.5 * torch.randn(shape, dtype=betas.dtype, device=betas.device)
    return x


def best_denoiser(mean, covariance, betas):
    """The mean of the noise given x: √(1 − ᾱ) · (ᾱ·Σ + (1 − ᾱ)·1)⁻¹ · (x − √ᾱ·μ), as a matrix and a shift for each timestep."""
    matrices, shifts, unit = [], [], torch.eye(len(mean)).to(covariance)
    for bar in torch.cumprod(1 - betas, 0):
        matrix = (1 - bar).sqrt() * torch.linalg.inv(bar * covariance + (1 - bar) * unit)
        matrices.append(matrix)
        shifts.append(-bar.sqrt() * matrix @ mean)
    return torch.stack(matrices), torch.stack(shifts)


def distribution_of_samples(matrices, shifts, betas):
    """Mean and covariance of the samples: each step is linear in x and adds Gaussian noise, the last one none."""
    unit, alphas_cumprod = torch.eye(matrices.shape[1]).to(matrices), torch.cumprod(1 - betas, 0)
    mean_of_samples, covariance_of_samples = torch.zeros_like(shifts[0]), unit
    for t in range(len(betas) - 1, -1, -1):
        scale = betas[t] / (1 - alphas_cumprod[t]).sqrt()
        step = (unit - scale * matrices[t]) / (1 - betas[t]).sqrt()
        mean_of_samples = step @ mean_of_samples - scale * shifts[t] / (1 - betas[t]).sqrt()
        covariance_of_samples = step @ covariance_of_samples @ step.T + (betas[t] * unit if t else 0)
    return mean_of_samples, covariance_of_samples


def is_standard_normal(values, what):
    values = values.detach().cpu().double().sort().values
    n = len(values)
    ranks = torch.arange(n + 1, dtype=DOUBLE) / n
    normal = Normal(torch.zeros((), dtype=DOUBLE), torch.ones((), dtype=DOUBLE)).cdf(values)
    distance = torch.maximum(ranks[1:] - normal, normal - ranks[:-1]).max().item()
    limit = math.sqrt(math.log(2 / FALSE_ALARM) / (2 * n))
    mean, std = values.mean().item(), values.std(correction=0).item()
    assert distance <= limit, f"{what} should be standard normal: mean {mean:.3f}, standard deviation {std:.3f}"
