"""Training and samples against a reference in float64 with the same random values; then samples against their known distribution.

How good the samples of a trained network are after so many steps has no known distribution, so it is unknown how often a right answer would
exceed a limit, and no limit is set here. The tests compare losses, weights and samples with the reference's, and, for the best denoiser for
Gaussian data, the distribution of the samples.
"""

import math

import pytest
import torch
from torch.distributions import Normal
from torch.testing import assert_close

DOUBLE = torch.float64
T = 5
# The distance between the distribution function of n independent samples and the true one exceeds d with probability 2·exp(−2nd²) at most
# (Dvoretzky, Kiefer, Wolfowitz; Massart's constant). One in 10⁹ a comparison, three comparisons a run: fewer than one right answer fails in
# 10⁸ runs.
FALSE_ALARM = 1e-9
# The only device apart from the CPU that every machine has. It holds shapes and no values, and does not mix with another.
NO_VALUES = "meta"

pytestmark = [pytest.mark.given("`denoiser(x_t, timesteps)` predicts the noise in points x_t of shape (N, D)")]


@pytest.fixture
def betas(rng, device):
    return (0.02 + 0.4 * torch.rand(T, generator=rng, dtype=DOUBLE)).to(device)


@pytest.mark.asks(
    "The model is trained on (x − mean) / std.",
    "For each step sample, with torch's default generator",
    "The loss is the mean squared error between the noise and the denoiser's output",
)
@pytest.mark.concept("diffusion/training-target")
@pytest.mark.concept("diffusion/timestep-per-sample")
@pytest.mark.concept("diffusion/scale-of-the-data")
@pytest.mark.parametrize(("n", "width", "batch_size"), [(9, 2, 4), (5, 3, 7), (6, 1, 1)])
def test_the_first_loss(probes, rng, seed, betas, n, width, batch_size):
    """The first loss is the mean squared error for the indices, timesteps and noise of torch's default generator, in this order."""
    state, x = draw_state(width, rng, betas), draw_points(n, width, rng, betas)
    arguments = (1, batch_size, 0.05)
    assert_close(losses_of(probes.fitted(seed, state, betas, x, arguments)), train(seed, state, betas, x, *arguments)[0])


@pytest.mark.asks("`fit(x, n_steps, batch_size, lr)`", "Compute mean and standard deviation (`torch.std`) of **each column** of x, once.")
@pytest.mark.concept("diffusion/training-target")
@pytest.mark.concept("diffusion/scale-of-the-data")
@pytest.mark.parametrize(("n", "width", "batch_size"), [(9, 2, 4), (5, 3, 7), (6, 1, 1), (2, 2, 3)])
@pytest.mark.parametrize("lr", [0.05, 0.002])
def test_training(probes, rng, seed, betas, n, width, batch_size, lr):
    """After six steps the losses and all weights are right for the values of torch's default generator."""
    state, x = draw_state(width, rng, betas), draw_points(n, width, rng, betas)
    arguments = (6, batch_size, lr)
    history, weights = train(seed, state, betas, x, *arguments)
    seen = probes.fitted(seed, state, betas, x, arguments)
    assert_close(losses_of(seen), history)
    assert_close(seen["weights"], weights)


@pytest.mark.asks("Each gradient is that of its own batch.")
@pytest.mark.concept("optimizers/step-reads")
def test_stale_gradients(probes, rng, seed, betas):
    """Gradients left in the denoiser from before `fit` have no effect."""
    state, x = draw_state(2, rng, betas), draw_points(8, 2, rng, betas)
    assert_close(losses_of(probes.fitted(seed, state, betas, x, (3, 4, 0.05), stale=100.0)), train(seed, state, betas, x, 3, 4, 0.05)[0])


@pytest.mark.asks("Make n_steps steps (0 is allowed) with one Adam optimizer with this `lr`.")
@pytest.mark.concept("optimizers/bias-correction")
def test_a_second_fit(probes, rng, seed, betas):
    """A second fit standardizes its own data, and starts with a new Adam optimizer and its own learning rate."""
    state, x, other = draw_state(2, rng, betas), draw_points(8, 2, rng, betas), draw_points(6, 2, rng, betas)
    seen = probes.fitted_twice(seed, state, betas, (x, 3, 4, 0.05), (other, 3, 5, 0.01))
    history, weights = train(seed, seen["between"], betas, other, 3, 5, 0.01)
    assert_close(losses_of(seen), history)
    assert_close(seen["weights"], weights)


@pytest.mark.asks("The denoiser trains in training mode, whatever its previous mode.")
@pytest.mark.concept("training/train-again")
def test_training_mode(probes, rng, seed, betas):
    """The denoiser trains in training mode, even if it was in evaluation mode before."""
    state, x = draw_state(2, rng, betas), draw_points(8, 2, rng, betas)
    history, _ = train(seed, state, betas, x, 3, 4, 0.05)
    assert_close(losses_of(probes.fitted(seed, state, betas, x, (3, 4, 0.05), False, 5.0)), history)


@pytest.mark.asks("Return the losses, a list of n_steps floats.", "(0 is allowed)")
@pytest.mark.concept("training/item-cuts-the-graph")
@pytest.mark.parametrize("n_steps", [0, 2])
def test_the_list_of_losses(probes, rng, seed, betas, n_steps):
    """`fit` returns a list of plain floats, one per step."""
    state, x = draw_state(2, rng, betas), draw_points(8, 2, rng, betas)
    history = probes.fitted(seed, state, betas, x, (n_steps, 4, 0.05))["history"]
    assert isinstance(history, list), "the result of fit is not a list"
    assert [type(loss).__name__ for loss in history] == ["float"] * n_steps, "types of the losses"


@pytest.mark.asks("x is not changed.")
def test_the_points_stay(probes, rng, seed, betas):
    """The points that were passed in are not changed."""
    state, x = draw_state(2, rng, betas), draw_points(8, 2, rng, betas)
    assert_close(probes.fitted(seed, state, betas, x, (2, 4, 0.05))["x"], x, rtol=0, atol=0)


@pytest.mark.asks(
    "`sample(n)` returns n new points, (n, D), **in the original scale of x**",
    "from pure noise through the timesteps T − 1 to 0, with variance β_t and no noise at t = 0",
    "Sample the initial noise, then the noise of timestep T − 1, T − 2, …, 1.",
)
@pytest.mark.concept("diffusion/scale-of-the-data")
@pytest.mark.concept("diffusion/no-noise-at-the-end")
@pytest.mark.parametrize(("n", "width"), [(6, 2), (1, 3), (4, 1)])
def test_samples(probes, rng, seed, betas, n, width):
    """The samples are right for the values of torch's default generator, in the original scale of the data."""
    state, x = draw_state(width, rng, betas), draw_points(7, width, rng, betas)
    assert_close(probes.sampled(seed, state, betas, x, n)["points"], reverse_process(seed, state, betas, x, n))


@pytest.mark.asks("as in sampling_loop")
@pytest.mark.concept("diffusion/calls-for-a-sample")
def test_calls_of_the_denoiser(probes, rng, seed, betas):
    """A sample calls the denoiser once per timestep."""
    state, x = draw_state(2, rng, betas), draw_points(7, 2, rng, betas)
    assert probes.sampled_twice(seed, state, betas, x, 3)["calls"] == [T, T], "number of calls of the denoiser in two samples"


@pytest.mark.asks("`sample(n)` returns n new points")
def test_a_second_sample(probes, rng, seed, betas):
    """A second call samples new points."""
    state, x = draw_state(2, rng, betas), draw_points(7, 2, rng, betas)
    # Noise that is sampled at t = 0 and multiplied by 0 is right, too, so the values of the second call are left open.
    first, second = probes.sampled_twice(seed, state, betas, x, 3)["draws"]
    assert (first != second).all(), "the second call gave the points of the first"


@pytest.mark.asks("`sample(n)` returns n new points, (n, D), **in the original scale of x**")
@pytest.mark.concept("diffusion/scale-of-the-data")
def test_two_models(probes, rng, seed, betas):
    """Two models share nothing: each samples in the scale of its own data."""
    state, x, other = draw_state(2, rng, betas), draw_points(7, 2, rng, betas), draw_points(6, 2, rng, betas)
    assert_close(probes.of_two_models(seed, state, betas, x, other, 3), reverse_process(seed, state, betas, x, 3))


@pytest.mark.asks("During sampling the denoiser is in evaluation mode")
@pytest.mark.concept("diffusion/sampling-in-eval-mode")
@pytest.mark.parametrize("training", [True, False])
def test_evaluation_mode(probes, rng, seed, betas, training):
    """During sampling the denoiser and its submodules are in evaluation mode."""
    state, x = draw_state(2, rng, betas), draw_points(7, 2, rng, betas)
    seen = probes.sampled(seed, state, betas, x, 3, training=training, in_training=5.0)
    assert_close(seen["points"], reverse_process(seed, state, betas, x, 3))


@pytest.mark.asks("and afterwards in its previous mode")
@pytest.mark.concept("diffusion/sampling-in-eval-mode")
@pytest.mark.parametrize("training", [True, False])
def test_the_mode_afterwards(probes, rng, seed, betas, training):
    """After sampling the denoiser is in its previous mode."""
    state, x = draw_state(2, rng, betas), draw_points(7, 2, rng, betas)
    seen = probes.sampled(seed, state, betas, x, 3, training=training, in_training=5.0)
    assert_close(seen["afterwards"], state["shifts"][:1] + (5.0 + 35.0 if training else 0.0))


@pytest.mark.asks("No graph is recorded.")
@pytest.mark.concept("diffusion/sampling-without-graph")
def test_no_graph(probes, rng, seed, betas):
    """During sampling autograd records nothing."""
    state, x = draw_state(2, rng, betas), draw_points(7, 2, rng, betas)
    seen = probes.sampled(seed, state, betas, x, 3, recorded=5.0)
    assert not seen["requires gradient"], "the points require a gradient"
    assert_close(seen["points"], reverse_process(seed, state, betas, x, 3))


@pytest.mark.asks("Everything has one dtype")
def test_single_precision(probes, rng, seed, betas):
    """With points and betas in float32, losses and new points are right to float32 precision."""
    betas, x = betas.float(), draw_points(8, 2, rng, betas).float()
    state = draw_state(2, rng, betas)
    # Points of mean 5 and a standard deviation of 0.1 are known to 1e-5 standard deviations.
    assert_close(
        losses_of(probes.fitted(seed, state, betas, x, (1, 4, 0.05))), train(seed, state, betas, x, 1, 4, 0.05)[0], rtol=1e-3, atol=1e-3
    )
    points, expected = probes.sampled(seed, state, betas, x, 3)["points"], reverse_process(seed, state, betas, x, 3)
    assert points.dtype == torch.float32, "dtype of the points"
    assert_close((points - x.mean(0)) / x.std(0), (expected - x.mean(0)) / x.std(0), rtol=1e-3, atol=1e-3)


@pytest.mark.asks("and one device")
def test_another_device(probes, rng, betas):
    """New points are on the device of points, betas and denoiser."""
    state, x = draw_state(2, rng, betas), draw_points(7, 2, rng, betas)
    assert probes.elsewhere(state, betas, x, NO_VALUES) == f"(3, 2) on {NO_VALUES}", "shape and device of the points"


@pytest.mark.asks("`PointDiffusion(denoiser, betas)`")
@pytest.mark.concept("diffusion/scale-of-the-data")
def test_the_distribution_of_samples(probes, rng, seed, device):
    """With the best denoiser for Gaussian data, the samples have the mean and the covariance that follow from the reverse steps."""
    n, betas = 2000, torch.linspace(0.01, 0.3, 40, dtype=DOUBLE, device=device)
    x = draw_points(50, 2, rng, betas)
    scaled = (x - x.mean(0)) / x.std(0)
    matrices = best_denoiser(scaled.T.cov(), betas)
    state = {"weight": torch.zeros_like(matrices[0]), "matrices": matrices, "shifts": torch.zeros_like(matrices[:, 0])}
    points = probes.sampled(seed, state, betas, x, n)["points"]
    assert tuple(points.shape) == (n, 2)
    scale = x.std(0).diag()
    covariance = scale @ covariance_of_samples(matrices, betas) @ scale
    standard = torch.linalg.solve(torch.linalg.cholesky(covariance), (points - x.mean(0)).T).T
    for values, what in [(standard[:, 0], "the first"), (standard[:, 1], "the second"), (standard.sum(1) / 2**0.5, "the sum of both")]:
        is_standard_normal(values, f"{what} of the samples' standardized values")


def losses_of(seen):
    return [float(loss) for loss in seen["history"]]


def draw_state(width, rng, betas):
    shapes = {"weight": (width, width), "matrices": (len(betas), width, width), "shifts": (len(betas), width)}
    return {name: torch.randn(shape, generator=rng, dtype=DOUBLE).to(betas) / 2 for name, shape in shapes.items()}


def draw_points(n, width, rng, like):
    """Points whose columns differ in mean and scale."""
    means, sizes = 5 * torch.randn(width, generator=rng, dtype=DOUBLE), 10 ** (2 * torch.rand(width, generator=rng, dtype=DOUBLE) - 1)
    return (means + sizes * torch.randn(n, width, generator=rng, dtype=DOUBLE)).to(like)


def cumprod_of(betas):
    return torch.stack([(1 - betas[: t + 1]).prod() for t in range(len(betas))])


def output(state, x, timesteps):
    return (x @ state["weight"].T).tanh() + torch.einsum("nij,nj->ni", state["matrices"][timesteps], x) + state["shifts"][timesteps]


def train(seed, state, betas, x, n_steps, batch_size, lr):
    """Losses and weights of the same training, with torch's Adam on gradients from torch.autograd.grad."""
    weights = {name: value.clone().requires_grad_() for name, value in state.items()}
    optimizer, history, alphas_cumprod = torch.optim.Adam(list(weights.values()), lr=lr), [], cumprod_of(betas)
    scaled = (x - x.mean(0)) / x.std(0)
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        for _ in range(n_steps):
            idx = torch.randint(len(x), (batch_size,), device=x.device)
            timesteps = torch.randint(len(betas), (batch_size,), device=x.device)
            noise = torch.randn(batch_size, x.shape[1], dtype=x.dtype, device=x.device)
            alpha_cumprod = alphas_cumprod[timesteps][:, None]
            loss = ((output(weights, alpha_cumprod**0.5 * scaled[idx] + (1 - alpha_cumprod) ** 0.5 * noise, timesteps) - noise) ** 2).mean()
            for value, gradient in zip(weights.values(), torch.autograd.grad(loss, list(weights.values())), strict=True):
                value.grad = gradient
            optimizer.step()
            history.append(loss.item())
    return history, {name: value.detach() for name, value in weights.items()}


def reverse_process(seed, state, betas, x, n):
    """The same random values, with the mean of x_{t−1} from an estimate of x_0."""
    alphas_cumprod = cumprod_of(betas)
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        points = torch.randn(n, x.shape[1], dtype=x.dtype, device=x.device)
        for t in range(len(betas) - 1, -1, -1):
            noise_pred = output(state, points, torch.full((n,), t, device=x.device))
            x_0 = (points - (1 - alphas_cumprod[t]) ** 0.5 * noise_pred) / alphas_cumprod[t] ** 0.5
            alphas_cumprod_prev = alphas_cumprod[t - 1] if t else torch.ones_like(alphas_cumprod[0])
            points = (alphas_cumprod_prev**0.5 * betas[t] * x_0 + (1 - betas[t]) ** 0.5 * (1 - alphas_cumprod_prev) * points) / (
                1 - alphas_cumprod[t]
            )
            if t:
                points = points + betas[t] ** 0.5 * torch.randn(n, x.shape[1], dtype=x.dtype, device=x.device)
    return points * x.std(0) + x.mean(0)


def best_denoiser(covariance, betas):
    """The mean of the noise given a point, for data around 0: √(1 − ᾱ) · (ᾱ·Σ + (1 − ᾱ)·1)⁻¹ · x, a matrix for each timestep."""
    unit = torch.eye(len(covariance)).to(covariance)
    return torch.stack([(1 - bar).sqrt() * torch.linalg.inv(bar * covariance + (1 - bar) * unit) for bar in cumprod_of(betas)])


def covariance_of_samples(matrices, betas):
    """The covariance of the samples: each step is linear and adds Gaussian noise, the last one none."""
    unit, alphas_cumprod = torch.eye(matrices.shape[1]).to(matrices), cumprod_of(betas)
    covariance = unit
    for t in range(len(betas) - 1, -1, -1):
        step = (unit - betas[t] / (1 - alphas_cumprod[t]).sqrt() * matrices[t]) / (1 - betas[t]).sqrt()
        covariance = step @ covariance @ step.T + (betas[t] * unit if t else 0)
    return covariance


def is_standard_normal(values, what):
    values = values.detach().cpu().double().sort().values
    n = len(values)
    ranks = torch.arange(n + 1, dtype=DOUBLE) / n
    normal = Normal(torch.zeros((), dtype=DOUBLE), torch.ones((), dtype=DOUBLE)).cdf(values)
    distance = torch.maximum(ranks[1:] - normal, normal - ranks[:-1]).max().item()
    limit = math.sqrt(math.log(2 / FALSE_ALARM) / (2 * n))
    mean, std = values.mean().item(), values.std(correction=0).item()
    assert distance <= limit, f"{what} should be standard normal: mean {mean:.3f}, standard deviation {std:.3f}"
